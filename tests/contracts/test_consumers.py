"""Every handler takes the example of its event, as it is and with fields of tomorrow, on a real database."""

import copy
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from chassis.database import transaction
from tests.contracts import parts
from tests.contracts.schemas import event_types, example_of

NOW = datetime(2026, 12, 22, 17, 0, 10, tzinfo=UTC)
CLOSING = "replay.closed.v1"
# Neighbours' facts first, so that what builds on them finds them.
_ORDER = (
    "organisation", "account", "affiliation", "role", "referencing", "change_report", "membership",
    "training_action", "training_session", "enrolment", "document", "badge", "saved_search",
)  # fmt: skip


def _rank(event_type: str) -> tuple[int, int, str]:
    is_end = event_type.startswith("account.anonymised")
    version = int(example_of(event_type).get("subjectversion", 0))
    noun = event_type.split(".")[0]
    place = _ORDER.index(noun) if noun in _ORDER else len(_ORDER)
    return (len(_ORDER) + 1 if is_end else place, version, event_type)


def _heard_types(service: str) -> list[str]:
    heard = {row.event for row in parts.heard_by(service)}
    return sorted(heard & set(event_types()), key=_rank)


def _tell(service: str, event_type: str, **changes: Any) -> None:
    body = orjson.dumps({**example_of(event_type), **changes})
    with transaction() as session:
        parts.hearing_of(service).apply(session, [body], NOW)


@pytest.mark.parametrize("service", parts.HEARING)
def test_every_example_is_taken_in_turn(service: str, service_database: Callable[[str], str]) -> None:
    service_database(service)
    heard = _heard_types(service)
    for event_type in heard:
        _tell(service, event_type)
    assert heard


@pytest.mark.parametrize("service", parts.HEARING)
def test_every_example_is_taken_alone_in_an_empty_house(service: str, service_database: Callable[[str], str]) -> None:
    """Messages come in any order: a neighbour's fact may arrive before the one it builds on."""
    service_database(service)
    refused = {}
    for event_type in reversed(_heard_types(service)):
        try:
            _tell(service, event_type)
        except (LookupError, ValueError, TypeError, AttributeError) as fault:
            refused[event_type] = repr(fault)
    assert refused == {}


@pytest.mark.parametrize("service", parts.HEARING)
def test_fields_of_tomorrow_are_ignored(service: str, service_database: Callable[[str], str]) -> None:
    service_database(service)
    heard = _heard_types(service)
    for event_type in heard:
        data = copy.deepcopy(example_of(event_type)["data"])
        data["a_field_of_tomorrow"] = {"any": ["thing"]}
        _tell(service, event_type, data=data, anextension="x")
    assert heard


@pytest.mark.parametrize("service", parts.HEARING)
def test_a_replay_and_its_closing_are_taken(service: str, service_database: Callable[[str], str]) -> None:
    service_database(service)
    described = parts.service_of(service)
    run = str(uuid.uuid4())
    for row in parts.heard_by(service):
        if row.is_copy:
            _tell(service, row.event, replay=run, id=str(uuid.uuid4()))
    closings = sorted(described.part(described.closings, {}))
    for state in closings:
        _tell(service, CLOSING, data={"state": state, "first": None, "last": None, "named": []})
    assert closings
