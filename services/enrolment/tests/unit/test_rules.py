"""The rules of a verdict, one by one, with the figure and the next step that each gives."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.principal import Role
from enrolment.domain.policy import Wave
from enrolment.domain.rights import RightsUsed
from enrolment.domain.rules import Facts, OtherRequest, failures_of, foreseen_place
from enrolment.domain.seats import Place
from enrolment.domain.statuses import Status
from services.enrolment.tests.samples import ALAIN, DUNES, FIRST_DAY, NOW, OURS, SESSION, as_, days, paris
from services.enrolment.tests.unit.making import a_policy, an_account, an_organisation, facts, seats

FULL = seats(taken=4, waiting=3)
SOON = NOW + timedelta(seconds=1)
NO_MEMBER = an_organisation(memberships=[])
AS_REFERENT = as_(Role.REFERENT, ALAIN, OURS, (Role.BENEFICIARY, OURS))
OTHER = OtherRequest(enrolment_id=UUID(int=1), training_session_id=UUID(int=2), status=Status.REQUESTED)


def codes(found: Facts) -> list[str]:
    return [failure.code for failure in failures_of(found)]


def test_nothing_bars_a_beneficiary_of_a_member() -> None:
    assert codes(facts()) == []


REFUSED: dict[str, tuple[str, Facts]] = {
    "acting in another role": ("not-beneficiary", facts(principal=AS_REFERENT)),
    "for an organisation of others": ("not-affiliated", facts(organisation_id=DUNES)),
    "after the affiliation was withdrawn": ("not-affiliated", facts(account=an_account(affiliations=[]))),
    "before a first sign-in": ("not-affiliated", facts(account=an_account(first_signed_in_at=None))),
    "for a closed organisation": ("not-affiliated", facts(organisation=an_organisation(closed_on=NOW.date()))),
    "for an organisation that is no member": ("organisation-not-member", facts(organisation=NO_MEMBER)),
    "for an organisation that is not known yet": ("organisation-not-member", facts(organisation=None)),
    "for a withdrawn action": ("training-action-withdrawn", facts(target={"is_withdrawn": True})),
    "for a cancelled session": ("training-session-cancelled", facts(target={"is_cancelled": True})),
    "before registrations open": ("registration-not-open", facts(target={"registration_opens_at": SOON})),
    "after registrations closed": ("registration-closed", facts(target={"registration_closes_at": NOW})),
    "after the session began": (
        "training-session-begun",
        facts(now=paris(FIRST_DAY, 9), target={"registration_closes_at": paris(FIRST_DAY, 12)}),
    ),
    "with five actions used": ("rights-used-up", facts(rights=RightsUsed(year=2026, member_only=5, formations=2))),
    "with three formations used": ("rights-used-up", facts(rights=RightsUsed(year=2026, member_only=3, formations=3))),
    "with another request for the action": ("already-requested", facts(other_request=OTHER)),
    "when the waiting list is full too": ("action-full", facts(seats=FULL)),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_one_thing_alone_bars_with_its_code_and_a_next_step(case: str) -> None:
    code, found = REFUSED[case]
    (failure,) = failures_of(found)
    assert failure.code == code
    assert failure.next_step is not None


ADMITTED: dict[str, Facts] = {
    "no copy of the rights has come yet": facts(account=None),
    "the organisation is no member and the action open": facts(
        organisation=an_organisation(memberships=[]), target={"is_member_only": False}
    ),
    "the membership begins today": facts(
        organisation=an_organisation(memberships=[{"starts_on": "2026-11-23", "ends_on": "2027-11-22"}])
    ),
    "the membership ends today": facts(
        organisation=an_organisation(memberships=[{"starts_on": "2025-11-24", "ends_on": "2026-11-23"}])
    ),
    "registrations open this second": facts(target={"registration_opens_at": NOW}),
    "three formations are used and this is none": facts(
        rights=RightsUsed(year=2026, member_only=3, formations=3), target={"counts_as_formation": False}
    ),
    "all rights are used and the action is open": facts(
        rights=RightsUsed(year=2026, member_only=5, formations=3), target={"is_member_only": False}
    ),
    "the session is full and the list is not": facts(seats=seats(taken=4, waiting=2)),
    "there is no limit of seats": facts(seats=seats(capacity=None, wanted_capacity=None, taken=900)),
}


@pytest.mark.parametrize("case", ADMITTED)
def test_what_bars_others_does_not_bar_where(case: str) -> None:
    assert codes(ADMITTED[case]) == []


def test_a_verdict_lists_all_that_fails() -> None:
    found = facts(
        organisation=an_organisation(memberships=[]),
        seats=FULL,
        rights=RightsUsed(year=2026, member_only=5, formations=3),
    )
    assert codes(found) == ["organisation-not-member", "rights-used-up", "rights-used-up", "action-full"]


def test_rights_used_up_give_their_figures() -> None:
    (failure,) = failures_of(facts(rights=RightsUsed(year=2026, member_only=4, formations=3)))
    assert failure.figures == {"kind": "formations", "used": 3, "quota": 3, "year": 2026}


def test_an_ended_membership_says_since_when() -> None:
    ended = an_organisation(memberships=[{"starts_on": "2025-01-01", "ends_on": "2026-06-30"}])
    (failure,) = failures_of(facts(organisation=ended))
    assert failure.figures["ended_on"] == date(2026, 6, 30)


def test_the_days_of_a_membership_are_days_in_paris() -> None:
    one_day = an_organisation(memberships=[{"starts_on": "2026-11-24", "ends_on": "2026-11-24"}])
    assert codes(facts(organisation=one_day, now=paris(date(2026, 11, 24), 0, 30))) == []
    assert codes(facts(organisation=one_day, now=paris(date(2026, 11, 23), 23, 30))) == ["organisation-not-member"]


WAVES = [Wave(opens_on=date(2026, 9, 1), most_obtained=0), Wave(opens_on=date(2026, 12, 1), most_obtained=2)]


@pytest.mark.parametrize(
    ("obtained", "expected", "opens_on"),
    [(0, [], None), (2, ["wave-not-open"], date(2026, 12, 1)), (3, ["wave-not-open"], None)],
)
def test_who_has_obtained_less_asks_first(obtained: int, expected: list[str], opens_on: date | None) -> None:
    waves = [{"opens_on": wave.opens_on.isoformat(), "most_obtained": wave.most_obtained} for wave in WAVES]
    found = facts(quota_policy=a_policy(waves=waves), rights=RightsUsed(year=2026, member_only=obtained))
    failures = failures_of(found)
    assert [failure.code for failure in failures] == expected
    assert [failure.figures["opens_on"] for failure in failures] == ([opens_on] if failures else [])


PLACES: dict[str, tuple[dict[str, Any], Place | None]] = {
    "seats are left": ({}, Place.SEAT),
    "no seat is left": ({"seats": seats(taken=4)}, Place.WAITING_LIST),
    "seat and list are full": ({"seats": FULL}, None),
    "two colleagues are on it": ({"present": 2}, Place.WAITING_LIST),
    "two colleagues are on it and the list is full": ({"present": 2, "seats": seats(waiting=3)}, None),
    "two colleagues are on it, and it is self-paced": ({"present": 2, "target": {"is_self_paced": True}}, Place.SEAT),
    "two colleagues are on it, and it is no formation": (
        {"present": 2, "target": {"counts_as_formation": False}}, Place.SEAT,
    ),
    "the last second of the promotion deadline runs": ({"now": paris(FIRST_DAY - days(2), 23, 59)}, Place.SEAT),
    "the promotion deadline has passed": ({"now": paris(FIRST_DAY - days(1), 0)}, Place.WAITING_LIST),
    "it has passed and there is no limit": (
        {"now": paris(FIRST_DAY - days(1), 0), "seats": seats(capacity=None, wanted_capacity=None)}, Place.SEAT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", PLACES)
def test_the_place_that_an_approval_would_give_when(case: str) -> None:
    changes, place = PLACES[case]
    assert foreseen_place(facts(**changes)) is place


def test_an_action_of_another_year_uses_the_rights_of_that_year() -> None:
    target = replace(facts().target, first_day=date(2027, 1, 11))
    assert (target.year, target.training_session_id) == (2027, SESSION)
