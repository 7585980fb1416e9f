"""What leaving a request costs: computed before the person confirms, and kept with the move."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.principal import Role
from enrolment.domain.deadlines import as_text, has_passed
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.policy import Policy
from enrolment.domain.seats import Seats
from enrolment.domain.statuses import HELD, Status
from enrolment.domain.targets import Target


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """`right_given_back` None: the request uses none. `told` are the roles that will be told."""

    is_early: bool
    right_given_back: bool | None
    withdrawal_deadline: datetime
    told: tuple[Role, ...]

    def as_data(self) -> dict[str, Any]:
        """As the record of moves keeps it, beside the version of the policy."""
        return {
            "is_early": self.is_early,
            "right_given_back": self.right_given_back,
            "withdrawal_deadline": as_text(self.withdrawal_deadline),
            "told": [role.value for role in self.told],
        }


def is_early(enrolment: Enrolment, target: Target, *, seats: Seats | None, policy: Policy, now: datetime) -> bool:
    """Before the withdrawal deadline, while a session that moved after the request may be left freely, or an offer."""
    if enrolment.status is Status.OFFERED or not has_passed(policy.withdrawal_deadline(target.begins_on), now):
        return True
    if seats is None or seats.moved_at is None or seats.free_cancellation_until is None:
        return False
    return enrolment.requested_at < seats.moved_at and not has_passed(seats.free_cancellation_until, now)


def consequences_of(
    enrolment: Enrolment, target: Target, *, seats: Seats | None, policy: Policy, now: datetime
) -> Consequences:
    """What cancelling now would do."""
    early = is_early(enrolment, target, seats=seats, policy=policy, now=now)
    told = [Role.HR_VALIDATOR] if target.needs_hr_approval else []
    if (enrolment.status in HELD and target.needs_provider_approval) or enrolment.status is Status.ENROLLED:
        told.append(Role.TRAINING_PROVIDER)
    return Consequences(
        is_early=early,
        right_given_back=(early or not policy.late_withdrawal_uses_right) if enrolment.uses_right else None,
        withdrawal_deadline=policy.withdrawal_deadline(target.begins_on),
        told=tuple(told),
    )
