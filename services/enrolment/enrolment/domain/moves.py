"""The record of a move: who, in which role, when, why and under which policy."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.principal import Role
from enrolment.domain.policy import Policy
from enrolment.domain.reasons import ReasonCode
from enrolment.domain.statuses import Status
from enrolment.domain.transitions import Decision


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who moves a request, when, why and under which policy; nobody (no account, no role) where a clock does.

    `quota_policy` is the one of the session's first day, `policy` the one of the day of the act.
    `is_early` is said of withdrawals only, `consequences` (what the person read before confirming) of cancelling,
    `offer_expires_at` of offers.
    """

    occurred_at: datetime
    policy: Policy
    quota_policy: Policy
    account_id: UUID | None = None
    role: Role | None = None
    reason: str | None = None
    is_early: bool | None = None
    reason_code: ReasonCode | None = None
    consequences: dict[str, Any] | None = None
    offer_expires_at: datetime | None = None


@dataclass(eq=False)
class Move:
    """One move as it is kept for ever. `number` is the version of the request that it made."""

    move_id: UUID
    enrolment_id: UUID
    number: int
    decision: Decision
    previous_status: Status | None
    status: Status
    occurred_at: datetime
    account_id: UUID | None
    role: Role | None
    reason: str | None
    policy_version: int
    quota_policy_version: int
    is_own_request: bool
    is_early: bool | None
    uses_right: bool
    attendance: dict[str, Any] | None
    reason_code: ReasonCode | None = None
    consequences: dict[str, Any] | None = None
    offer_expires_at: datetime | None = None
