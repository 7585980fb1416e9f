"""The table of moves, whole: what it knows leads where it says, everything else is refused and changes nothing."""

from copy import copy
from itertools import product

import pytest

from chassis.ids import new_id
from chassis.principal import Role
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import AlreadyDecided, IllegalMove
from enrolment.domain.statuses import ENGAGED, HELD, LIVE, PRESENCES, TAKEN, UNDECIDED, Status
from enrolment.domain.transitions import TRANSITIONS, Decision, next_status
from services.enrolment.tests.samples import ALAIN, NOW
from services.enrolment.tests.unit.making import act, an_enrolment

PAIRS = list(product([None, *Status], Decision))
UNKNOWN = [pair for pair in PAIRS if pair not in TRANSITIONS]

# Written a second time by hand, from the procedure: a slip in the table has to be made twice.
WAY_ON = {
    None: {"requested", "pre_enrolled", "enrolled", "waitlisted"},
    Status.REQUESTED: {"pre_enrolled", "enrolled", "waitlisted", "refused_by_hr", "cancelled", "expired"},
    Status.WAITLISTED: {"pre_enrolled", "enrolled", "offered", "cancelled", "expired"},
    Status.OFFERED: {"pre_enrolled", "enrolled", "cancelled", "expired"},
    Status.PRE_ENROLLED: {"enrolled", "declined", "cancelled", "expired"},
    Status.ENROLLED: {"attended", "partially_attended", "absent", "cancelled"},
    Status.ATTENDED: {"attended", "partially_attended", "absent"},
    Status.PARTIALLY_ATTENDED: {"attended", "partially_attended", "absent"},
    Status.ABSENT: {"attended", "partially_attended", "absent"},
    Status.REFUSED_BY_HR: set(),
    Status.DECLINED: set(),
    Status.CANCELLED: set(),
    Status.EXPIRED: set(),
}


def state_of(enrolment: Enrolment) -> dict[str, object]:
    return copy(vars(enrolment))


@pytest.mark.parametrize("status", [None, *Status])
def test_a_state_leads_where_the_procedure_says(status: Status | None) -> None:
    assert {end.value for (start, _), end in TRANSITIONS.items() if start is status} == WAY_ON[status]


@pytest.mark.parametrize(("status", "decision"), UNKNOWN)
def test_a_pair_that_is_not_in_the_table_is_refused_and_changes_nothing(
    status: Status | None, decision: Decision
) -> None:
    enrolment = an_enrolment(status=status)
    before = state_of(enrolment)
    with pytest.raises((AlreadyDecided, IllegalMove)):
        enrolment.decide(decision, act(reason="Parce que."))
    assert state_of(enrolment) == before


@pytest.mark.parametrize(("status", "decision"), TRANSITIONS)
def test_a_pair_of_the_table_moves_and_leaves_a_record_and_an_event(status: Status | None, decision: Decision) -> None:
    enrolment = an_enrolment(status=status, version=0 if status is None else 4)
    moved = enrolment.decide(decision, act(account_id=ALAIN, role=Role.BENEFICIARY, reason="Parce que."))
    end = TRANSITIONS[(status, decision)]
    assert (enrolment.status, moved.move.status, moved.move.previous_status) == (end, end, status)
    assert moved.event.type == f"enrolment.{end.value}.v1"
    assert moved.event.subject_version == moved.move.number == enrolment.version == (1 if status is None else 5)
    assert (moved.move.account_id, moved.move.role, moved.move.reason) == (ALAIN, Role.BENEFICIARY, "Parce que.")
    assert (moved.move.policy_version, moved.move.occurred_at) == (1, NOW)


def test_a_decision_that_came_too_late_says_who_was_first_and_when() -> None:
    enrolment = an_enrolment(status=Status.REQUESTED)
    enrolment.decide(Decision.APPROVE, act(account_id=new_id(), role=Role.HR_VALIDATOR))
    with pytest.raises(AlreadyDecided) as refusal:
        enrolment.decide(Decision.REFUSE, act(reason="Non."))
    assert refusal.value.figures["decided_by"] is Role.HR_VALIDATOR
    assert refusal.value.figures["decided_at"] == "2026-11-23T09:00:00Z"


def test_a_decision_that_comes_too_early_is_not_called_decided() -> None:
    with pytest.raises(IllegalMove):
        next_status(Status.REQUESTED, Decision.ACCEPT)


def test_the_groups_of_states_fit_together() -> None:
    assert HELD < LIVE
    assert TAKEN == HELD | PRESENCES
    assert {Status.ENROLLED} == LIVE - UNDECIDED
    assert Status.ABSENT not in ENGAGED
    ended = {Status.REFUSED_BY_HR, Status.DECLINED, Status.CANCELLED, Status.EXPIRED}
    assert set(Status) == LIVE | PRESENCES | ended
