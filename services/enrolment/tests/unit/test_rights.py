"""What uses a right, and what gives it back."""

import pytest

from enrolment.domain.rights import Consumption, RightsUsed, rights_failures, uses_right
from enrolment.domain.statuses import HELD, Status
from enrolment.domain.transitions import TRANSITIONS, Decision
from services.enrolment.tests.unit.making import a_policy

HELD_BEFORE = Consumption(is_member_only=True, used_before=True, is_early=False)
LEFT_EARLY = Consumption(is_member_only=True, used_before=True, is_early=True)
OPEN = Consumption(is_member_only=False, used_before=False, is_early=False)
GIVES_BACK = (Decision.DECLINE, Decision.EXPIRE, Decision.CALL_OFF, Decision.CANCEL_AS_STAFF, Decision.LEAVE_OFFER)


@pytest.mark.parametrize("status", sorted(HELD | {Status.ATTENDED, Status.PARTIALLY_ATTENDED, Status.ABSENT}))
def test_a_seat_uses_a_right_from_the_offer_on(status: Status) -> None:
    assert uses_right(status, Decision.ACCEPT, consumption=HELD_BEFORE, policy=a_policy())


@pytest.mark.parametrize("status", [Status.REQUESTED, Status.WAITLISTED])
def test_what_is_not_decided_uses_none(status: Status) -> None:
    asked = Consumption(is_member_only=True, used_before=False, is_early=False)
    assert not uses_right(status, Decision.REQUEST, consumption=asked, policy=a_policy())


@pytest.mark.parametrize("decision", GIVES_BACK)
def test_what_the_person_is_not_to_blame_for_gives_it_back(decision: Decision) -> None:
    ends = [end for (start, known), end in TRANSITIONS.items() if known is decision and start in HELD]
    assert ends
    assert not any(uses_right(end, decision, consumption=HELD_BEFORE, policy=a_policy()) for end in ends)


@pytest.mark.parametrize("decision", [Decision.CANCEL, Decision.WITHDRAW_CONSENT])
def test_only_a_late_withdrawal_uses_it_and_only_if_the_policy_says_so(decision: Decision) -> None:
    lenient = a_policy(late_withdrawal_uses_right=False)
    assert uses_right(Status.CANCELLED, decision, consumption=HELD_BEFORE, policy=a_policy())
    assert not uses_right(Status.CANCELLED, decision, consumption=LEFT_EARLY, policy=a_policy())
    assert not uses_right(Status.CANCELLED, decision, consumption=HELD_BEFORE, policy=lenient)


def test_a_no_show_uses_it_if_the_policy_says_so() -> None:
    lenient = a_policy(absence_uses_right=False)
    assert uses_right(Status.ABSENT, Decision.RECORD_ABSENT, consumption=HELD_BEFORE, policy=a_policy())
    assert not uses_right(Status.ABSENT, Decision.RECORD_ABSENT, consumption=HELD_BEFORE, policy=lenient)


@pytest.mark.parametrize("status", list(Status))
def test_an_open_action_never_uses_one(status: Status) -> None:
    assert not uses_right(status, Decision.CANCEL, consumption=OPEN, policy=a_policy())


def test_formations_are_counted_among_formations_only() -> None:
    used = RightsUsed(year=2026, member_only=4, formations=3)
    assert rights_failures(used, a_policy(), counts_as_formation=False) == []
    assert [failure.figures["kind"] for failure in rights_failures(used, a_policy(), counts_as_formation=True)] == [
        "formations"
    ]
