"""Participation rights: how many member-only actions a person has used this year, and what uses one."""

from dataclasses import dataclass

from chassis.errors import DomainError
from enrolment.domain.errors import RightsUsedUp
from enrolment.domain.policy import Policy
from enrolment.domain.statuses import HELD, Status
from enrolment.domain.transitions import Decision

_WITHDRAWALS = frozenset({Decision.CANCEL, Decision.WITHDRAW_CONSENT, Decision.CLOSE_ACCOUNT})


@dataclass(frozen=True, kw_only=True)
class RightsUsed:
    """Rights of one person used in one calendar year, across organisations."""

    year: int
    member_only: int = 0
    formations: int = 0


def rights_failures(used: RightsUsed, policy: Policy, *, counts_as_formation: bool) -> list[DomainError]:
    """The quotas of the session's year that leave no right for one more member-only action."""
    meters = [("member_only", used.member_only, policy.member_only_quota)]
    if counts_as_formation:
        meters.append(("formations", used.formations, policy.formation_quota))
    return [
        RightsUsedUp(
            figures={"kind": kind, "used": count, "quota": quota, "year": used.year}, next_step="wait-for-next-year"
        )
        for kind, count, quota in meters
        if count >= quota
    ]


@dataclass(frozen=True, kw_only=True)
class Consumption:
    """What bears on whether a request uses a right: its kind, what it used before, and whether it is left early."""

    is_member_only: bool
    used_before: bool
    is_early: bool


def uses_right(status: Status, decision: Decision, *, consumption: Consumption, policy: Policy) -> bool:
    """Whether the request uses a right once `decision` has led it to `status`."""
    if not consumption.is_member_only:
        return False
    if status in HELD or status in (Status.ATTENDED, Status.PARTIALLY_ATTENDED):
        return True
    if status is Status.ABSENT:
        return policy.absence_uses_right
    is_late_withdrawal = decision in _WITHDRAWALS and consumption.used_before and not consumption.is_early
    return is_late_withdrawal and policy.late_withdrawal_uses_right
