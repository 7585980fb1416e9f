"""Change reports and requests for membership move by their tables and in no other way."""

from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest

from chassis.principal import Role
from identity.domain import change_reports, membership_requests
from identity.domain.change_reports import ChangeDecision, ChangeReport, ChangeState
from identity.domain.errors import IllegalMove
from identity.domain.membership_requests import MembershipDecision, MembershipRequest, MembershipRequestState
from identity.domain.rights import Actor

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
KEY = UUID("01930000-0000-7000-8000-000000000001")
BY = Actor(account_id=KEY, role=Role.STAFF)


def a_report(state: ChangeState) -> ChangeReport:
    return ChangeReport(
        id=KEY,
        organisation_id=KEY,
        reported_by=None,
        reporter_role=None,
        reported_at=NOW,
        effective_on=date(2026, 11, 2),
        differences=[{"field": "name", "old": "A", "new": "B"}],
        state=state,
    )


def a_request(state: MembershipRequestState) -> MembershipRequest:
    return MembershipRequest(
        id=KEY,
        organisation_id=KEY,
        requested_by=None,
        requested_at=NOW,
        is_renewal=False,
        message=None,
        state=state,
    )


@pytest.mark.parametrize(("state", "decision"), product(ChangeState, ChangeDecision))
def test_a_change_report_moves_by_its_table_alone(state: ChangeState, decision: ChangeDecision) -> None:
    report, target = a_report(state), change_reports.TRANSITIONS.get((state, decision))
    if target is None:
        with pytest.raises(IllegalMove):
            report.move(decision, by=BY, reason="Motif", now=NOW)
    else:
        report.move(decision, by=BY, reason="Motif", now=NOW)
    assert report.state is (target or state)


@pytest.mark.parametrize(("state", "decision"), product(MembershipRequestState, MembershipDecision))
def test_a_request_for_membership_moves_by_its_table_alone(
    state: MembershipRequestState, decision: MembershipDecision
) -> None:
    request, target = a_request(state), membership_requests.TRANSITIONS.get((state, decision))
    if target is None:
        with pytest.raises(IllegalMove):
            request.move(decision, by=KEY, reason="Motif", now=NOW)
    else:
        request.move(decision, by=KEY, reason="Motif", now=NOW)
    assert request.state is (target or state)
