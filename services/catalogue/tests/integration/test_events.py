"""What the catalogue says, and what it keeps of what it hears."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from sqlalchemy import text

from catalogue import consumers
from catalogue.usecases.cancel_training_session import cancel_training_session
from catalogue.usecases.forget_person import forget_person
from catalogue.usecases.note_organisation import forget_untold_organisations, note_organisation
from catalogue.usecases.note_seats import forget_untold_seats
from catalogue.usecases.publish_training_action import publish_training_action
from catalogue.usecases.revise_training_action import revise_training_action
from catalogue.usecases.revise_training_session import revise_training_session
from catalogue.usecases.tell_state import STATES, training_actions, training_sessions
from catalogue.usecases.withdraw_training_action import withdraw_training_action
from chassis.copies import Closing
from chassis.database import transaction
from chassis.events import Event
from chassis.messages import encode
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session, tell_seats, told
from services.catalogue.tests.integration.conftest import organisation_told
from services.catalogue.tests.samples import GUY, NOW, PROVIDER, STAFF, description, two_days

EVENTS = Path(__file__).parents[4] / "contracts" / "events"


def _registry() -> Registry:
    """Schemas name their neighbours by relative paths: `shared/…` from outside, plain names from inside."""
    shared = {path.name: Resource.from_contents(json.loads(path.read_text())) for path in EVENTS.glob("shared/*.json")}
    names = {**shared, **{f"shared/{name}": resource for name, resource in shared.items()}}
    return Registry().with_resources(names.items())


def check(event: Event) -> None:
    schema = json.loads((EVENTS / f"{event.type}.schema.json").read_text())
    message = json.loads(encode(event, speaker="catalogue", key="catalogue.any").body)
    faults = list(Draft202012Validator(schema, registry=_registry()).iter_errors(message))
    assert not faults, [fault.message for fault in faults]


def republish(training_action_id: UUID, **changes: Any) -> None:
    with transaction() as session:
        revise_training_action(
            session,
            training_action_id,
            description=description(**changes),
            editor=STAFF,
            expected_revision=None,
            now=NOW,
        )
        publish_training_action(session, training_action_id, editor=STAFF, expected_revision=None, now=NOW)


def said(row: Any) -> Event:
    return Event(
        type=row.type, subject=row.subject, subject_version=row.subject_version, data=row.data, occurred_at=NOW
    )


def test_what_is_said_of_an_action_keeps_its_contract() -> None:
    action = a_published_action()
    republish(action.training_action_id, title="Nouveau titre")
    with transaction() as session:
        withdraw_training_action(session, action.training_action_id, editor=STAFF, reason=None, now=NOW)
    rows = told(action.training_action_id)
    assert [(row.type, row.subject_version, row.data["publication_number"]) for row in rows] == [
        ("training_action.published.v1", 1, 1),
        ("training_action.published.v1", 2, 2),
        ("training_action.withdrawn.v1", 3, 2),
    ]
    for row in rows:
        check(said(row))


def test_what_is_said_of_a_session_keeps_its_contract() -> None:
    kept = a_session(a_published_action())
    with transaction() as session:
        revise_training_session(
            session,
            kept.training_session_id,
            plan=two_days(kept.first_day + timedelta(days=7), capacity=6),
            editor=STAFF,
            expected_version=None,
            now=NOW,
        )
        cancel_training_session(session, kept.training_session_id, editor=STAFF, reason="Fermeture", now=NOW)
    rows = told(kept.training_session_id)
    assert [(row.type.split(".")[1], row.subject_version) for row in rows] == [
        ("scheduled", 1),
        ("moved", 2),
        ("capacity_changed", 3),
        ("cancelled", 4),
    ]
    for row in rows:
        check(said(row))


def test_a_draft_says_nothing() -> None:
    assert told(a_draft().training_action_id) == []


def test_a_replay_tells_every_publication_the_oldest_first_and_no_draft() -> None:
    a_draft()
    action = a_published_action()
    republish(action.training_action_id, title="Nouveau titre")
    with transaction() as session:
        events = training_actions(session, None, 500)
    assert [(event.subject_version, event.data["publication_number"]) for event in events] == [(1, 1), (2, 2)]
    originals = [row.data for row in told(action.training_action_id)]
    assert [dict(event.data) for event in events] == originals


def test_a_replay_tells_sessions_as_they_stand() -> None:
    kept = a_session(a_published_action())
    with transaction() as session:
        (event,) = training_sessions(session, None, 500)
    (row,) = told(kept.training_session_id)
    assert (event.type, event.subject_version, dict(event.data)) == (row.type, row.subject_version, row.data)


def test_a_replay_goes_page_by_page() -> None:
    keys = sorted(a_published_action().training_action_id for _ in range(3))
    with transaction() as session:
        first = training_actions(session, None, 2)
        rest = training_actions(session, first[-1].subject, 2)
    assert [event.subject for event in first + rest] == keys
    assert {state.to for state in STATES} == {("enrolment", "documents", "notification")}


def test_a_copy_of_seats_ignores_what_is_older() -> None:
    session_id = uuid4()
    assert tell_seats(session_id, taken=2, version=2)
    assert not tell_seats(session_id, taken=1, version=1)
    assert not tell_seats(session_id, taken=4, version=2)
    with transaction() as session:
        assert session.scalar(text("SELECT taken_seats FROM seats")) == 2


def test_a_copy_of_an_organisation_ignores_what_is_older() -> None:
    with transaction() as session:
        assert note_organisation(session, organisation_told(PROVIDER, "Nouveau nom", version=3))
        assert not note_organisation(session, organisation_told(PROVIDER, "Ancien nom", version=2))
        assert session.scalar(text("SELECT name FROM organisations WHERE version = 3")) == "Nouveau nom"


def test_a_replay_removes_what_its_speaker_does_not_know() -> None:
    tell_seats(uuid4(), taken=1, version=1)
    later = NOW + timedelta(days=1)
    with transaction() as session:
        closing = Closing(state="seats", first=None, last=None, named=frozenset(), told_at=later)
        forget_untold_seats(session, closing)
        forget_untold_organisations(
            session, Closing(state="organisation", first=None, last=None, named=frozenset({PROVIDER}), told_at=later)
        )
        assert session.scalar(text("SELECT count(*) FROM seats")) == 0
        assert session.scalar(text("SELECT count(*) FROM organisations")) == 1


def test_a_person_who_is_anonymised_leaves_every_publication() -> None:
    action = a_published_action()
    republish(action.training_action_id, title="Nouveau titre")
    with transaction() as session:
        assert forget_person(session, GUY, now=NOW) == 1
        assert forget_person(session, GUY, now=NOW) == 0
        traces = "SELECT count(*) FROM {} WHERE trainers::text LIKE '%Rembourg%'"
        assert session.scalar(text(traces.format("publications"))) == 0
        assert session.scalar(text(traces.format("training_actions"))) == 0
    last = told(action.training_action_id)[-1]
    assert (last.subject_version, last.data["publication_number"], last.data["trainer_account_ids"]) == (3, 2, [])
    check(said(last))


def test_a_stranger_who_is_anonymised_changes_nothing() -> None:
    action = a_published_action()
    with transaction() as session:
        assert forget_person(session, uuid4(), now=NOW) == 0
    assert len(told(action.training_action_id)) == 1


@pytest.mark.parametrize("heard", consumers.HEARD, ids=lambda heard: heard.event)
def test_every_event_heard_is_handled_as_its_contract_shows_it(heard: Any) -> None:
    example = json.loads((EVENTS / "examples" / f"{heard.event}.json").read_text())
    event = Event(
        type=example["type"],
        subject=UUID(example["subject"]),
        subject_version=example.get("subjectversion"),
        data=example["data"],
        occurred_at=NOW,
    )
    with transaction() as session:
        heard.handle(session, event, NOW)
