"""The events' schemas, their examples and the channels tell the same."""

import copy

import pytest
from jsonschema import Draft202012Validator

from chassis.events import Confidentiality, routing_key
from tests.contracts import speech
from tests.contracts.schemas import EVENTS, event_types, example_of, faults, schema_of

CLOSING = "replay.closed.v1"
_SPOILED = {
    "an instant without its offset": ("organisation.registered.v1", ("time",), "2026-09-01T06:00:00"),
    "another speaker": ("organisation.registered.v1", ("source",), "/catalogue"),
    "personal data said in public": ("account.profile_changed.v1", ("confidentiality",), "public"),
    "a SIRET of 13 digits": ("organisation.registered.v1", ("data", "siret"), "9990000010001"),
    "an unknown status": ("enrolment.requested.v1", ("data", "status"), "registered"),
    "a key that is no UUID": ("enrolment.requested.v1", ("data", "account_id"), "alain"),
    "negative minutes": ("enrolment.attended.v1", ("data", "attendance", "net_minutes"), -1),
    "no data": ("document.issued.v1", ("data",), {}),
}


@pytest.mark.parametrize("event_type", event_types())
def test_every_schema_is_a_schema_and_has_a_valid_example(event_type: str) -> None:
    Draft202012Validator.check_schema(schema_of(event_type))
    assert faults(example_of(event_type), is_closed=True) == []


@pytest.mark.parametrize("event_type", event_types())
def test_what_a_hearer_reads_may_have_more_fields_but_a_speaker_may_not_add_them(event_type: str) -> None:
    more = copy.deepcopy(example_of(event_type))
    more["data"]["a_field_of_tomorrow"] = 1
    assert faults(more) == []
    assert faults(more, is_closed=True) != []


@pytest.mark.parametrize("what", _SPOILED)
def test_a_spoiled_event_is_refused_by_its_schema(what: str) -> None:
    event_type, path, value = _SPOILED[what]
    spoiled = copy.deepcopy(example_of(event_type))
    inner = spoiled
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    assert faults(spoiled) != []


def test_schemas_examples_and_channels_name_the_same_events() -> None:
    said = {event_type for operation in speech.with_verb("says") for event_type in operation.types}
    examples = {path.stem for path in (EVENTS / "examples").iterdir()}
    assert set(event_types()) == examples == said | {CLOSING}


@pytest.mark.parametrize("operation", speech.with_verb("says"), ids=lambda operation: operation.object)
def test_a_channel_has_the_routing_key_that_the_chassis_gives_the_event(operation: speech.Operation) -> None:
    (event_type,) = operation.types
    properties = schema_of(event_type)["properties"]
    confidentiality = Confidentiality(properties["confidentiality"]["const"])
    assert operation.address == routing_key(operation.service, event_type, confidentiality)
    assert properties["source"]["const"] == f"/{operation.service}"
    assert example_of(event_type)["type"] == properties["type"]["const"] == event_type


def test_a_subject_is_the_key_that_its_data_name_first() -> None:
    examples = [example_of(event_type) for event_type in event_types() if event_type != CLOSING]
    strangers = [example["type"] for example in examples if example["subject"] != next(iter(example["data"].values()))]
    assert strangers == []


def test_no_two_examples_are_one_event() -> None:
    """An id heard before changes nothing: a hearer would leave the second one out."""
    ids = [example_of(event_type)["id"] for event_type in event_types()]
    assert sorted(ids) == sorted(set(ids))
