"""Our messages are CloudEvents to others too: the project's own library reads what the chassis writes."""

import orjson
import pytest
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from chassis.messages import decode, encode
from tests.contracts.schemas import event_types, example_of


@pytest.mark.parametrize("event_type", event_types())
def test_what_the_chassis_sends_is_read_by_the_cloudevents_library(event_type: str) -> None:
    received = decode(orjson.dumps(example_of(event_type)))
    sent = encode(received.event, speaker=received.speaker)
    read = JSONFormat().read(CloudEvent, sent.body)
    assert (read.get_id(), read.get_type(), read.get_data()) == (
        sent.message_id,
        event_type,
        example_of(event_type)["data"],
    )


@pytest.mark.parametrize("event_type", event_types())
def test_an_example_survives_being_read_and_written_by_the_chassis(event_type: str) -> None:
    received = decode(orjson.dumps(example_of(event_type)))
    sent = encode(received.event, speaker=received.speaker)
    assert orjson.loads(sent.body) == example_of(event_type)
