"""Events on the wire."""

from datetime import UTC, datetime

import orjson
import pytest

from chassis.events import Confidentiality, Event, routing_key
from chassis.ids import new_id
from chassis.messages import Unreadable, decode, encode

AT = datetime(2026, 1, 29, 9, 30, 0, 123456, tzinfo=UTC)


def made(**changes: object) -> Event:
    values: dict[str, object] = {
        "type": "thing.made.v1",
        "subject": new_id(),
        "data": {"label": "é"},
        "occurred_at": AT,
        "subject_version": 3,
    }
    return Event(**{**values, **changes})  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.parametrize(("replay", "is_restored"), [(None, False), (new_id(), False), (new_id(), True)])
def test_an_event_survives_the_wire(replay: object, is_restored: bool) -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    event = made(replay=replay, is_restored=is_restored, confidentiality=Confidentiality.PERSONAL, traceparent=trace)
    received = decode(encode(event, speaker="smith").body)
    assert received.event == event
    assert received.speaker == "smith"


def test_the_envelope_bears_the_names_of_cloudevents() -> None:
    envelope = orjson.loads(encode(made(), speaker="smith").body)
    assert envelope["specversion"] == "1.0"
    assert envelope["source"] == "/smith"
    assert envelope["time"] == "2026-01-29T09:30:00.123456Z"
    assert "replay" not in envelope


@pytest.mark.parametrize(
    ("confidentiality", "key"),
    [("public", "smith.thing.made"), ("personal", "smith.personal.thing.made"), ("secret", "smith.secret.thing.made")],
)
def test_confidentiality_is_part_of_the_topic_and_the_version_is_not(confidentiality: str, key: str) -> None:
    assert routing_key("smith", "thing.made.v2", Confidentiality(confidentiality)) == key


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"x"', b"\xff", b'{"type": "no version"}'])
def test_what_is_no_event_of_ours_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(body)


def test_an_unknown_attribute_does_no_harm() -> None:
    envelope = {**orjson.loads(encode(made(), speaker="smith").body), "novelty": 1}
    assert decode(orjson.dumps(envelope)).event.type == "thing.made.v1"
