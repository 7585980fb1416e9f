"""Freed seats, promotions, rights, caps and capacities on a real database."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.database import transaction
from chassis.principal import Role
from enrolment.domain.errors import ActionFull, AlreadyRequested, NobodyToPromote, RightsUsedUp
from enrolment.jobs import JOBS
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.cancel_enrolment import cancel_enrolment
from enrolment.usecases.decline_as_training_provider import decline_as_training_provider
from enrolment.usecases.expire_undecided import expire_undecided
from enrolment.usecases.promote_from_waiting_list import promote_by_hand
from services.enrolment.tests.integration.arranging import (
    Person,
    a_colleague,
    a_person,
    a_session,
    approved,
    check_counts_add_up,
    counts,
    found,
    requested,
    rights_of,
    said,
    seats_of,
    session_event,
    status,
    statuses,
    tell,
)
from services.enrolment.tests.samples import ACTION, AS_GUY, FIRST_DAY, NOW, SESSION, days, paris

LAB = {"type": {"code": "lab", "label": "Lab Studio", "counts_as_formation": False, "self_paced": False}}


def after(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def cancelled(person: Person, enrolment_id: UUID, *, now: datetime = NOW) -> None:
    with transaction() as session:
        cancel_enrolment(session, enrolment_id, by=person.token, reason="Empêché.", now=now)


def a_full_session(capacity: int = 1, **changes: Any) -> tuple[UUID, list[Person], list[UUID]]:
    """A session whose seats are taken by people of different organisations."""
    training_session_id = a_session(capacity=capacity, **changes)
    people = [a_person() for _ in range(capacity)]
    return training_session_id, people, [approved(person, training_session_id) for person in people]


def test_an_approval_without_a_seat_joins_the_list_and_keeps_its_rank() -> None:
    full, _, _ = a_full_session()
    first, second = a_person(), a_person()
    waiting = [approved(first, full, now=after(1)), approved(second, full, now=after(2))]
    assert (statuses(*waiting), counts(full), rights_of(first)) == (["waitlisted", "waitlisted"], (1, 2), (0, 0))


def test_a_full_waiting_list_refuses_the_approval_and_the_request_stays() -> None:
    full, _, _ = a_full_session(waiting_list_capacity=1)
    late = a_person()
    request = requested(late, full)
    approved(a_person(), full)
    with pytest.raises(ActionFull) as refusal, transaction() as session:
        approve_as_hr_validator(session, request, by=late.hr, now=NOW)
    assert refusal.value.figures == {"capacity": 1, "waiting": 1, "waiting_list_capacity": 1}
    assert (status(request), counts(full)) == ("requested", (1, 1))


def test_a_freed_seat_goes_in_the_same_transaction_to_who_asked_first() -> None:
    full, (holder,), (held,) = a_full_session()
    late, early = a_person(), a_person()
    late_request = requested(late, full, now=after(5))
    first_in_line = requested(early, full, now=after(1))
    with transaction() as session:
        approve_as_hr_validator(session, late_request, by=late.hr, now=after(6))
        approve_as_hr_validator(session, first_in_line, by=early.hr, now=after(7))
    cancelled(holder, held, now=after(8))
    assert statuses(first_in_line, late_request) == ["pre_enrolled", "waitlisted"]
    assert (counts(full), rights_of(early), rights_of(late)) == ((1, 1), (1, 1), (0, 0))
    last = said("training_session.seats_changed.v1")[-1]
    assert (last.data["taken_seats"], last.data["waiting"], last.data["is_full"]) == (1, 1, True)


def test_a_declined_seat_is_given_on_too() -> None:
    full, _, (held,) = a_full_session()
    waiting = approved(a_person(), full, now=after(1))
    with transaction() as session:
        decline_as_training_provider(session, held, by=AS_GUY, reason="Niveau acquis.", now=after(2))
    assert statuses(held, waiting) == ["declined", "pre_enrolled"]


def test_who_has_no_right_left_is_skipped_and_keeps_the_rank() -> None:
    full, (holder,), (held,) = a_full_session()
    spent, next_one = a_person(), a_person()
    first = approved(spent, full, now=after(1))
    second = approved(next_one, full, now=after(2))
    others = [approved(spent, a_session()) for _ in range(3)]
    cancelled(holder, held, now=after(3))
    assert (statuses(first, second), rights_of(spent)) == (["waitlisted", "pre_enrolled"], (3, 3))
    cancelled(next_one, second, now=after(4))
    assert (status(first), counts(full)) == ("waitlisted", (0, 1))
    cancelled(spent, others[0], now=after(5))
    assert (status(first), counts(full), rights_of(spent)) == ("pre_enrolled", (1, 0), (3, 3))
    check_counts_add_up()


def a_right_comes_back(person: Person) -> None:
    """As if the message that frees it had not promoted anybody."""
    with transaction() as session:
        session.execute(
            text("UPDATE participation_rights SET member_only = 2, formations = 2 WHERE account_id = :account_id"),
            {"account_id": person.account_id},
        )


def test_a_newcomer_does_not_overtake_who_waits_and_may_be_promoted() -> None:
    full, (holder,), (held,) = a_full_session()
    spent = a_person()
    waiting = approved(spent, full, now=after(1))
    for _ in range(3):
        approved(spent, a_session())
    cancelled(holder, held, now=after(2))
    a_right_comes_back(spent)
    newcomer = approved(a_person(), full, now=after(3))
    assert (statuses(waiting, newcomer), counts(full)) == (["pre_enrolled", "waitlisted"], (1, 1))


def test_the_job_promotes_whom_no_message_did() -> None:
    full, (holder,), (held,) = a_full_session()
    spent = a_person()
    waiting = approved(spent, full, now=after(1))
    for _ in range(3):
        approved(spent, a_session())
    cancelled(holder, held, now=after(2))
    JOBS["promote"].run(after(3))
    assert status(waiting) == "waitlisted"
    a_right_comes_back(spent)
    JOBS["promote"].run(after(4))
    assert (status(waiting), counts(full)) == ("pre_enrolled", (1, 0))


def test_past_the_promotion_deadline_approvals_join_the_list_and_the_provider_promotes_by_hand() -> None:
    full, (holder,), (held,) = a_full_session()
    first = approved(a_person(), full, now=after(1))
    late = paris(FIRST_DAY - days(1), 8)
    cancelled(holder, held, now=late)
    second = approved(a_person(), full, now=late)
    assert (statuses(first, second), counts(full)) == (["waitlisted", "waitlisted"], (0, 2))
    with transaction() as session:
        promote_by_hand(session, full, by=AS_GUY, now=late)
    assert (statuses(first, second), counts(full)) == (["pre_enrolled", "waitlisted"], (1, 1))
    with pytest.raises(NobodyToPromote), transaction() as session:
        promote_by_hand(session, full, by=AS_GUY, now=late)


def test_a_third_colleague_waits_although_seats_are_free_and_the_job_lifts_the_cap() -> None:
    one = a_person()
    two, three = a_colleague(one), a_colleague(one)
    held = [approved(person, now=after(number)) for number, person in enumerate((one, two))]
    waiting = approved(three, now=after(3))
    assert (statuses(*held, waiting), counts()) == (["pre_enrolled", "pre_enrolled", "waitlisted"], (2, 1))
    JOBS["promote"].run(paris(FIRST_DAY - days(8), 23, 59))
    assert status(waiting) == "waitlisted"
    JOBS["promote"].run(paris(FIRST_DAY - days(7), 0))
    assert (status(waiting), counts()) == ("pre_enrolled", (3, 0))


def test_a_place_freed_under_the_cap_promotes_a_colleague_on_another_session_of_the_action() -> None:
    other = a_session(ACTION, first_day=FIRST_DAY - days(3))
    one = a_person()
    two, three = a_colleague(one), a_colleague(one)
    first, _ = approved(one), approved(two)
    waiting = approved(three, other)
    assert (status(waiting), counts(other)) == ("waitlisted", (0, 1))
    cancelled(one, first)
    assert (status(waiting), counts(other)) == ("pre_enrolled", (1, 0))


def test_the_cap_may_count_within_one_session_only() -> None:
    with transaction() as session:
        session.execute(text("UPDATE policies SET organisation_cap_scope = 'training_session'"))
    other = a_session(ACTION, first_day=FIRST_DAY - days(3))
    one = a_person()
    two, three = a_colleague(one), a_colleague(one)
    approved(one)
    approved(two)
    assert status(approved(three, other)) == "pre_enrolled"


def test_three_formations_are_the_limit_and_a_lab_still_goes() -> None:
    person = a_person()
    for _ in range(3):
        approved(person, a_session())
    with pytest.raises(RightsUsedUp):
        requested(person, a_session())
    lab = a_session(action=LAB)
    assert status(approved(person, lab)) == "pre_enrolled"
    assert rights_of(person) == (4, 3)


def test_rights_used_up_meanwhile_refuse_the_approval_and_the_request_stays() -> None:
    person = a_person()
    request = requested(person)
    for _ in range(3):
        approved(person, a_session())
    with pytest.raises(RightsUsedUp), transaction() as session:
        approve_as_hr_validator(session, request, by=person.hr, now=NOW)
    assert (status(request), counts()) == ("requested", (0, 0))
    check_counts_add_up()


def test_rights_are_counted_in_the_year_of_the_first_day() -> None:
    person = a_person()
    for _ in range(3):
        approved(person, a_session())
    next_year = a_session(first_day=FIRST_DAY.replace(year=2027, month=1))
    approved(person, next_year)
    assert (rights_of(person), rights_of(person, 2027)) == ((3, 3), (1, 1))


def test_one_session_of_an_action_a_year_unless_the_other_request_has_ended() -> None:
    other = a_session(ACTION, first_day=FIRST_DAY - days(3))
    person = a_person()
    first = requested(person)
    with pytest.raises(AlreadyRequested):
        requested(person, other)
    cancelled(person, first)
    assert status(requested(person, other)) == "requested"


def test_a_higher_capacity_is_given_to_the_list_and_a_lower_one_stops_at_the_seats_taken() -> None:
    full, people, held = a_full_session(capacity=2)
    waiting = approved(a_person(), full, now=after(1))
    owner = found(held[0]).training_action_id
    tell(session_event(full, owner, capacity=4))
    assert (status(waiting), counts(full)) == ("pre_enrolled", (3, 0))
    tell(session_event(full, owner, capacity=1))
    assert (seats_of(full).capacity, seats_of(full).is_full) == (3, True)
    cancelled(people[0], held[0], now=after(2))
    assert (seats_of(full).capacity, counts(full)) == (2, (2, 0))


def test_what_nobody_decided_expires_when_the_session_begins_and_frees_seat_and_right() -> None:
    asked, held = a_person(), a_person()
    undecided, unanswered = requested(asked), approved(held)
    begun = paris(FIRST_DAY, 9)
    with transaction() as session:
        assert expire_undecided(session, SESSION, now=begun - timedelta(seconds=1)) == 0
    JOBS["expire"].run(begun)
    assert statuses(undecided, unanswered) == ["expired", "expired"]
    assert (counts(), rights_of(held)) == ((0, 0), (0, 0))
    moves = said("enrolment.expired.v1")
    JOBS["expire"].run(begun)
    assert said("enrolment.expired.v1") == moves
    assert all(event.data["actor"] == {"account_id": None, "role": None} for event in moves)


def test_the_database_refuses_more_seats_than_there_are() -> None:
    full, _, _ = a_full_session()
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("UPDATE seats SET taken = taken + 1 WHERE training_session_id = :id"), {"id": full})


def test_the_database_refuses_a_second_live_request_for_a_session() -> None:
    first = requested(a_person())
    copying = (
        "INSERT INTO enrolments SELECT gen_random_uuid(), account_id, organisation_id, training_session_id,"
        " training_action_id, publication_number, is_member_only, counts_as_formation, year, motivation,"
        " prerequisites_met, available_on_all_slots, requested_at, status, uses_right, decided_at, decided_by,"
        " decided_as, reason, version, planned_minutes, net_minutes, presence_recorded_at"
        " FROM enrolments WHERE enrolment_id = :id"
    )
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text(copying), {"id": first})


def test_counts_that_went_wrong_are_found_and_set_right() -> None:
    person = a_person()
    approved(person)
    with transaction() as session:
        session.execute(text("UPDATE seats SET taken = 0, waiting = 2"))
        session.execute(text("UPDATE participation_rights SET member_only = 4"))
    JOBS["reconcile"].run(NOW)
    assert (counts(), rights_of(person)) == ((1, 0), (1, 1))
    check_counts_add_up()


def test_a_validator_of_the_organisation_is_the_one_who_approves() -> None:
    person = a_person()
    assert person.hr.active_role is Role.HR_VALIDATOR
    assert status(approved(person)) == "pre_enrolled"
