"""A request as it stood at a past moment, rebuilt from its moves alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.principal import Role
from enrolment.domain.moves import Move
from enrolment.domain.statuses import PRESENCES, Status


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """What the moves up to `at` made of a request."""

    at: datetime
    status: Status
    version: int
    uses_right: bool
    decided_at: datetime | None
    decided_by: UUID | None
    decided_as: Role | None
    reason: str | None
    policy_version: int
    quota_policy_version: int
    offer_expires_at: datetime | None
    net_minutes: int | None
    planned_minutes: int | None


def rebuild(moves: Sequence[Move], *, at: datetime) -> Rebuilt | None:
    """The state at a moment; None before the request was made."""
    past = [move for move in moves if move.occurred_at <= at]
    if not past:
        return None
    last = past[-1]
    recorded = [move.attendance for move in past if move.attendance]
    attendance = recorded[-1] if recorded and last.status in PRESENCES else {}
    is_decided = last.previous_status is not None
    return Rebuilt(
        at=at,
        status=last.status,
        version=last.number,
        uses_right=last.uses_right,
        decided_at=last.occurred_at if is_decided else None,
        decided_by=last.account_id if is_decided else None,
        decided_as=last.role if is_decided else None,
        reason=last.reason,
        policy_version=last.policy_version,
        quota_policy_version=last.quota_policy_version,
        offer_expires_at=last.offer_expires_at,
        net_minutes=attendance.get("net_minutes"),
        planned_minutes=attendance.get("planned_minutes"),
    )
