"""Places that are offered instead of given, the mandatory information, reminders, and what a verdict foresees."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from chassis.database import transaction
from chassis.errors import NotFound
from enrolment.domain.errors import (
    AlreadyDecided,
    ConsequencesChanged,
    IllegalMove,
    InformationNotRead,
    MandatoryInformationMissing,
    OfferLapsed,
)
from enrolment.jobs import JOBS
from enrolment.store import enrolments
from enrolment.store.tables import ENROLMENTS, POLICIES
from enrolment.usecases.accept_as_training_provider import accept_as_training_provider
from enrolment.usecases.answer_offer import answer_offer, lapse_offer
from enrolment.usecases.cancel_enrolment import cancel_enrolment
from enrolment.usecases.read_information import note_information_read
from enrolment.usecases.read_verdicts import Verdict, read_verdicts
from services.enrolment.tests.integration.arranging import (
    Person,
    a_person,
    a_session,
    account_event,
    approved,
    check_counts_add_up,
    counts,
    enrolled,
    found,
    requested,
    rights_of,
    said,
    slot,
    status,
    statuses,
    tell,
)
from services.enrolment.tests.samples import AS_GUY, FIRST_DAY, NOW, days

HOURS = 48


@pytest.fixture
def offering() -> None:
    with transaction() as session:
        session.execute(update(POLICIES).values(promotion_mode="offer", offer_answer_hours=HOURS))


def after(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def cancel(person: Person, enrolment_id: UUID, *, now: datetime = NOW, seen: bool | None = None) -> None:
    with transaction() as session:
        cancel_enrolment(session, enrolment_id, by=person.token, reason="Empêché.", now=now, seen=seen)


def answer(person: Person, enrolment_id: UUID, said_so: str, *, now: datetime) -> None:
    with transaction() as session:
        answer_offer(session, enrolment_id, answer=said_so, by=person.token, now=now)


def an_offer(people: int = 2, **changes: Any) -> tuple[UUID, list[Person], list[UUID]]:
    """A session with one seat, freed while `people` wait: the first of them has the offer."""
    full = a_session(capacity=1, waiting_list_capacity=9, **changes)
    holder, waiting = a_person(), [a_person() for _ in range(people)]
    held = approved(holder, full)
    keys = [approved(person, full, now=after(1 + number)) for number, person in enumerate(waiting)]
    cancel(holder, held, now=after(10))
    return full, waiting, keys


@pytest.mark.usefixtures("offering")
def test_a_freed_seat_is_offered_to_the_next_in_line_and_held() -> None:
    full, (first, _), keys = an_offer()
    assert (statuses(*keys), counts(full), rights_of(first)) == (["offered", "waitlisted"], (1, 1), (1, 1))
    assert found(keys[0]).offer_expires_at == after(10) + timedelta(hours=HOURS)
    (event,) = said("enrolment.offered.v1")
    assert event.data["offer_expires_at"] == "2026-11-25T09:10:00Z"


@pytest.mark.usefixtures("offering")
def test_a_taken_offer_leads_to_the_provider_and_a_left_one_to_the_next_in_line() -> None:
    full, (first, second), keys = an_offer()
    answer(first, keys[0], "decline", now=after(20))
    assert (statuses(*keys), rights_of(first), counts(full)) == (["cancelled", "offered"], (0, 0), (1, 0))
    answer(second, keys[1], "accept", now=after(30))
    assert (status(keys[1]), found(keys[1]).offer_expires_at, rights_of(second)) == ("pre_enrolled", None, (1, 1))
    check_counts_add_up()


@pytest.mark.usefixtures("offering")
def test_an_offer_without_an_answer_lapses_once_and_goes_on() -> None:
    full, (first, _), keys = an_offer()
    JOBS["promote"].run(after(10) + timedelta(hours=HOURS, minutes=-1))
    assert status(keys[0]) == "offered"
    too_late = after(10) + timedelta(hours=HOURS)
    with pytest.raises(OfferLapsed) as refusal:
        answer(first, keys[0], "accept", now=too_late)
    assert refusal.value.figures == {"expired_at": "2026-11-25T09:10:00Z"}
    JOBS["promote"].run(too_late)
    JOBS["promote"].run(too_late)
    assert (statuses(*keys), counts(full), rights_of(first)) == (["expired", "offered"], (1, 0), (0, 0))
    with transaction() as session:
        assert lapse_offer(session, keys[0], now=too_late + days(9)) == 0


@pytest.mark.usefixtures("offering")
def test_an_offer_never_stands_beyond_the_beginning_and_is_left_late_without_losing_the_right() -> None:
    soon = NOW.date() + days(3)
    _, (first, _), keys = an_offer(first_day=soon)
    assert found(keys[0]).offer_expires_at == after(10) + timedelta(hours=HOURS)
    cancel(first, keys[0], now=after(15))
    assert rights_of(first) == (0, 0)


@pytest.mark.usefixtures("offering")
def test_only_the_person_answers_and_only_an_offer() -> None:
    _, (first, second), keys = an_offer()
    with pytest.raises(NotFound):
        answer(second, keys[0], "accept", now=after(20))
    with pytest.raises(IllegalMove):
        answer(second, keys[1], "accept", now=after(20))
    answer(first, keys[0], "accept", now=after(20))
    with pytest.raises(AlreadyDecided):
        answer(first, keys[0], "decline", now=after(21))


def unread(enrolment_id: UUID) -> None:
    with transaction() as session:
        values = {"information_read_at": None, "information_publication": None}
        session.execute(update(ENROLMENTS).where(ENROLMENTS.c.enrolment_id == enrolment_id).values(**values))


def accept(enrolment_id: UUID) -> None:
    with transaction() as session:
        accept_as_training_provider(session, enrolment_id, by=AS_GUY, now=NOW)


def test_nobody_is_enrolled_before_they_said_to_have_read_the_mandatory_information() -> None:
    person = a_person()
    key = approved(person)
    unread(key)
    with pytest.raises(InformationNotRead):
        accept(key)
    with transaction() as session:
        note_information_read(session, key, by=person.token, now=after(5))
        note_information_read(session, key, by=person.token, now=after(9))
    accept(key)
    assert (status(key), found(key).information_read_at, found(key).information_publication) == (
        "enrolled",
        after(5),
        1,
    )


def test_nobody_is_enrolled_while_the_mandatory_information_is_incomplete() -> None:
    person, bare = a_person(), a_session(action={"objectives": " ", "rules_of_procedure": "", "content": "Oui."})
    key = approved(person, bare)
    with pytest.raises(MandatoryInformationMissing) as refusal:
        accept(key)
    assert refusal.value.figures == {"missing": ["objectives", "rules_of_procedure"]}
    assert status(key) == "pre_enrolled"


def verdict(person: Person, training_session_id: UUID) -> Verdict:
    with transaction() as session:
        (only,) = read_verdicts(session, training_session_id, by=person.token, now=NOW)
    return only


def test_a_verdict_says_which_rights_a_request_would_use_and_which_rank_it_would_have() -> None:
    person, full = a_person(), a_session(capacity=0, waiting_list_capacity=5)
    approved(person)
    approved(a_person(), full)
    seen = verdict(person, full)
    assert seen.rights is not None
    assert (seen.rights.member_only.used, seen.rights.member_only.would_use, seen.rights.member_only.quota) == (1, 1, 5)
    assert (seen.rights.formations.used, seen.rights.formations.quota) == (1, 3)
    assert (seen.outcome, seen.waiting_rank) == ("waiting_list", 2)


def test_overlaps_with_ones_own_requests_are_said_and_bar_nothing() -> None:
    person = a_person()
    mine = requested(person)
    overlapping = a_session(slots=[slot(FIRST_DAY, (16, 0), (18, 0)), slot(FIRST_DAY + days(5))])
    (conflict,) = verdict(person, overlapping).conflicts
    assert (conflict.enrolment_id, conflict.ends_at - conflict.starts_at) == (mine, timedelta(hours=1))
    touching = a_session(slots=[slot(FIRST_DAY, (17, 0), (18, 0))])
    assert (verdict(person, touching).conflicts, verdict(person, overlapping).may_request) == ((), True)


def test_the_consequences_are_kept_with_the_policy_and_a_worse_one_is_never_sprung_on_anybody() -> None:
    person, late = a_person(), NOW + days(26)
    key = approved(person)
    with pytest.raises(ConsequencesChanged) as refusal:
        cancel(person, key, now=late, seen=True)
    assert refusal.value.figures == {"withdrawal_deadline": "2026-12-14T22:59:59Z"}
    cancel(person, key, now=late, seen=False)
    with transaction() as session:
        last = enrolments.moves_of(session, key)[-1]
    assert last.consequences == {
        "is_early": False,
        "right_given_back": False,
        "withdrawal_deadline": "2026-12-14T22:59:59Z",
        "told": ["hr_validator", "training_provider"],
    }
    assert (last.policy_version, last.uses_right, rights_of(person)) == (1, True, (1, 1))


def reminded() -> list[UUID]:
    return [event.subject for event in said("session_reminder.triggered.v1")]


def test_enrolled_people_are_reminded_a_week_and_a_day_before_once_each_and_newcomers_the_day_before_only() -> None:
    early, late = a_person(), a_person()
    key = enrolled(early, by=AS_GUY)
    week, eve = (datetime.combine(FIRST_DAY - days(ahead), NOW.timetz()) for ahead in (7, 1))
    JOBS["remind"].run(week - days(1))
    assert reminded() == []
    newcomer = enrolled(late, now=week, by=AS_GUY)
    for now in (week, week + days(1)):
        JOBS["remind"].run(now)
        assert reminded() == [key]
    for now in (eve, eve):
        JOBS["remind"].run(now)
        assert sorted(reminded()[1:]) == sorted([key, newcomer])


def test_of_two_reminders_that_are_due_together_only_the_later_one_is_said() -> None:
    key = enrolled(a_person(), by=AS_GUY)
    eve = datetime.combine(FIRST_DAY - days(1), NOW.timetz())
    JOBS["remind"].run(eve)
    JOBS["remind"].run(eve)
    assert reminded() == [key]


def test_an_organisation_whose_last_validator_has_gone_is_told_once_until_it_has_one_again() -> None:
    person = a_person()
    requested(person)
    gone = {person.organisation_id: ["beneficiary"]}
    held = {person.organisation_id: ["hr_validator"]}
    JOBS["remind"].run(NOW)
    assert said("hr_validator.missed.v1") == []
    for roles in (gone, held, gone):
        tell(account_event(person.hr_validator_id, roles))
        JOBS["remind"].run(NOW)
        JOBS["remind"].run(NOW)
    events = said("hr_validator.missed.v1")
    assert [(event.subject, event.data["waiting"], event.subject_version) for event in events] == [
        (person.organisation_id, 1, 1),
        (person.organisation_id, 1, 2),
    ]
