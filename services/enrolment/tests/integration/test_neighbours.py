"""What neighbours tell: copies, reactions, replays; and what we tell them, against the contracts."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import text

from chassis.consumer import Hearing
from chassis.copies import Closing
from chassis.database import transaction
from chassis.events import Event
from chassis.ids import new_id
from chassis.messages import encode
from enrolment.consumers import CLOSINGS, HEARD
from enrolment.jobs import JOBS
from enrolment.usecases.cancel_enrolment import cancel_enrolment
from enrolment.usecases.read_enrolments import read_enrolment
from enrolment.usecases.tell_state import STATES, page_of_enrolments
from services.enrolment.tests.integration.arranging import (
    Person,
    a_person,
    a_session,
    account_event,
    approved,
    counts,
    enrolled,
    found,
    organisation_event,
    profile_event,
    requested,
    rights_of,
    said,
    seats_of,
    session_event,
    status,
    statuses,
    tell,
)
from services.enrolment.tests.samples import (
    ACTION,
    ALAIN,
    ANNIE,
    AS_ANNIE,
    AS_GUY,
    FIRST_DAY,
    NOW,
    OURS,
    SESSION,
    days,
    paris,
)
from tests.contracts.schemas import faults

ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
HEARING = Hearing(heard=HEARD, closings=CLOSINGS)
_SPEAKERS = {"training_action": "catalogue", "training_session": "catalogue"}


def hear(*events: Event, now: datetime = NOW) -> None:
    """As the consumer would: copies and reactions."""
    with transaction() as session:
        for event in events:
            speaker = _SPEAKERS.get(event.type.split(".")[0], "identity")
            HEARING.apply(session, [encode(event, speaker=speaker).body], now)


def cancel(person: Person, enrolment_id: UUID, *, now: datetime = NOW) -> None:
    with transaction() as session:
        cancel_enrolment(session, enrolment_id, by=person.token, reason="Empêché.", now=now)


def cancelled_session(**changes: Any) -> Event:
    return session_event(fact="cancelled", status="cancelled", **changes)


def test_a_cancelled_session_ends_its_requests_and_gives_rights_back() -> None:
    keys = [requested(a_person()), approved(ALAIN_OF_OURS), enrolled(a_person(), by=AS_GUY)]
    hear(cancelled_session(), now=paris(FIRST_DAY - days(1), 12))
    assert statuses(*keys) == ["cancelled"] * 3
    assert (counts(), rights_of(ALAIN_OF_OURS)) == ((0, 0), (0, 0))


def test_a_lost_message_of_a_cancellation_is_made_good_by_the_job() -> None:
    key = approved(ALAIN_OF_OURS)
    tell(cancelled_session())
    assert status(key) == "pre_enrolled"
    JOBS["reconcile"].run(NOW)
    assert status(key) == "cancelled"


def test_a_moved_session_keeps_its_requests_and_may_be_left_freely_for_seven_days() -> None:
    early, late = ALAIN_OF_OURS, a_person()
    key = approved(early)
    moved_at = paris(FIRST_DAY - days(5), 10)
    hear(session_event(fact="moved", at=moved_at), now=moved_at)
    other = approved(late, now=moved_at + days(0.1))
    assert status(key) == "pre_enrolled"
    assert seats_of().free_cancellation_until == paris(FIRST_DAY + days(3), 0) - days(1 / 86_400)
    cancel_at = paris(FIRST_DAY - days(1), 12)
    for person, enrolment_id in ((early, key), (late, other)):
        cancel(person, enrolment_id, now=cancel_at)
    assert (rights_of(early), rights_of(late)) == ((0, 0), (1, 1))


def test_a_session_moved_into_another_year_takes_its_rights_along() -> None:
    key = approved(ALAIN_OF_OURS)
    hear(session_event(fact="moved", first_day=FIRST_DAY + days(30)))
    assert (rights_of(ALAIN_OF_OURS), rights_of(ALAIN_OF_OURS, 2027)) == ((0, 0), (1, 1))
    assert found(key).year == 2027


def test_a_withdrawn_affiliation_ends_what_waits_and_keeps_held_seats() -> None:
    person = ALAIN_OF_OURS
    waiting, held = requested(person, a_session()), approved(person)
    hear(account_event(ALAIN, {OURS: []}, confirmed=False))
    assert statuses(waiting, held) == ["cancelled", "pre_enrolled"]


def test_a_closed_account_gives_its_seats_on() -> None:
    full = a_session(capacity=1)
    held = approved(ALAIN_OF_OURS, full)
    waiting = approved(a_person(), full)
    closing = account_event(ALAIN, {}, state="closed")
    hear(replace(closing, type="account.closed.v1"))
    assert (statuses(held, waiting), counts(full)) == (["cancelled", "pre_enrolled"], (1, 0))


def test_an_organisation_that_closes_later_ends_what_waits_on_that_day() -> None:
    key = requested(ALAIN_OF_OURS)
    closing = organisation_event(OURS, closed_on="2026-12-01")
    hear(replace(closing, type="organisation.closed.v1"))
    JOBS["reconcile"].run(paris(FIRST_DAY.replace(month=11, day=30), 23, 59))
    assert status(key) == "requested"
    JOBS["reconcile"].run(paris(FIRST_DAY.replace(month=12, day=1), 0))
    assert status(key) == "cancelled"


def test_a_person_who_is_forgotten_leaves_no_name_and_no_words() -> None:
    key = approved(ALAIN_OF_OURS)
    cancel(ALAIN_OF_OURS, key, now=NOW)
    late = profile_event(ALAIN, "Alain", "Proviste")
    hear(Event(type="account.anonymised.v1", subject=ALAIN, data={"account_id": str(ALAIN)}, occurred_at=NOW), late)
    with transaction() as session:
        shown = read_enrolment(session, key, by=AS_ANNIE, now=NOW)
        words = session.execute(text("SELECT count(*) FROM moves WHERE reason IS NOT NULL")).scalar()
    assert (shown["person"], shown["motivation"], shown["reason"], words) == (None, "", None, 0)


ORDERS = list(itertools.permutations(range(3)))


@pytest.mark.parametrize("order", ORDERS)
def test_copies_end_the_same_in_whatever_order_messages_come(order: Sequence[int]) -> None:
    key = a_session(ACTION, capacity=5)
    told = [
        session_event(key, ACTION, capacity=6),
        session_event(key, ACTION, capacity=3, fact="capacity_changed"),
        session_event(key, ACTION, capacity=8, fact="moved"),
    ]
    hear(*(told[number] for number in order))
    hear(*told)
    assert seats_of(key).capacity == 8


def test_a_message_heard_twice_reacts_once() -> None:
    key = approved(ALAIN_OF_OURS)
    event = cancelled_session()
    hear(event)
    version = found(key).version
    hear(event, replace(event, id=new_id()))
    assert found(key).version == version


def test_a_replay_applies_copies_and_removes_what_it_does_not_name() -> None:
    hear(replace(profile_event(ALAIN, "Alain", "Nouveau"), replay=new_id(), type="account.profile_changed.v1"))
    closing = Closing(state="account_profile", first=None, last=None, named=frozenset({ALAIN}), told_at=NOW + days(1))
    with transaction() as session:
        CLOSINGS["account_profile"](session, closing)
        names = session.execute(text("SELECT family_name FROM profiles")).scalars().all()
    assert names == ["Nouveau"]


def test_every_state_that_neighbours_repeat_has_its_closing() -> None:
    assert set(CLOSINGS) == {
        "organisation", "account_rights", "account_profile", "training_action", "training_session",
    }  # fmt: skip


def test_what_we_say_is_what_the_contracts_promise() -> None:
    waiting = a_session(capacity=1, waiting_list_capacity=1)
    approved(a_person(), waiting)
    approved(a_person(), waiting)
    cancel(ALAIN_OF_OURS, enrolled(ALAIN_OF_OURS, by=AS_GUY), now=NOW)
    hear(cancelled_session())
    types = set()
    for event in said():
        envelope = as_sent(event)
        assert faults(envelope, is_closed=True) == []
        types.add(event.type)
    assert types >= {"enrolment.requested.v1", "enrolment.waitlisted.v1", "enrolment.cancelled.v1"}


def as_sent(event: Event) -> dict[str, Any]:
    return orjson.loads(encode(event, speaker="enrolment").body)


def test_our_state_can_be_repeated_to_each_neighbour() -> None:
    enrolled(ALAIN_OF_OURS, by=AS_GUY)
    approved(a_person())
    told = {}
    with transaction() as session:
        for state in STATES:
            pages = state.page(session, None, 500)
            told[state.name, state.to] = sorted(event.type for event in pages)
            assert all(faults(as_sent(event), is_closed=True) == [] for event in pages)
            assert state.page(session, max((event.subject for event in pages), default=None), 500) == []
    assert told == {
        ("enrolment", ("documents", "notification")): ["enrolment.enrolled.v1", "enrolment.pre_enrolled.v1"],
        ("complaint", ("documents",)): [],
        ("satisfaction", ("documents",)): [],
        ("seats", ("catalogue",)): ["training_session.seats_changed.v1"],
    }


def test_a_repeated_state_is_the_one_that_was_told() -> None:
    key = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    last = [event for event in said() if event.subject == key][-1]
    with transaction() as session:
        (again,) = (event for event in page_of_enrolments(session, None, 500) if event.subject == key)
    assert (again.type, again.subject_version, again.data) == (last.type, last.subject_version, last.data)


def test_the_seats_of_a_new_session_are_told_at_once() -> None:
    key = a_session(capacity=7)
    (event,) = [event for event in said("training_session.seats_changed.v1") if event.subject == key]
    assert (event.data["remaining_seats"], event.data["is_full"], event.subject_version) == (7, False, 1)
    assert seats_of(SESSION).version == 1
