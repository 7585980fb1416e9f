"""Memberships of Cap Métiers as they are asked for, decided and remembered before they end."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.events import Event
from identity.domain import events
from identity.domain.errors import IllegalMove, ReasonRequired
from identity.domain.organisations import Membership, Organisation

# Days before the last day of a membership on which the referents are told, unless the next one is there.
REMINDERS = (60, 30, 7)


class MembershipRequestState(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MembershipDecision(StrEnum):
    """What staff decide, or its referents take back."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[MembershipRequestState, MembershipDecision], MembershipRequestState] = {
    (MembershipRequestState.REQUESTED, MembershipDecision.CONFIRM): MembershipRequestState.CONFIRMED,
    (MembershipRequestState.REQUESTED, MembershipDecision.REFUSE): MembershipRequestState.REFUSED,
    (MembershipRequestState.REQUESTED, MembershipDecision.WITHDRAW): MembershipRequestState.WITHDRAWN,
}


@dataclass(eq=False, kw_only=True)
class MembershipRequest:
    """One wish to join, or (`is_renewal`) to go on."""

    id: UUID
    organisation_id: UUID
    requested_by: UUID | None
    requested_at: datetime
    is_renewal: bool
    message: str | None
    state: MembershipRequestState = MembershipRequestState.REQUESTED
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    membership_id: UUID | None = None

    def target_of(self, decision: MembershipDecision) -> MembershipRequestState:
        """Where a decision leads from here.

        Raises:
            IllegalMove: not in the table.
        """
        target = TRANSITIONS.get((self.state, decision))
        if target is None:
            raise IllegalMove(figures={"status": self.state, "decision": decision}, next_step="reload")
        return target

    def move(self, decision: MembershipDecision, *, by: UUID | None, reason: str | None, now: datetime) -> None:
        """Apply a decision.

        Raises:
            IllegalMove: not in the table.
            ReasonRequired: refusing needs a reason.
        """
        target = self.target_of(decision)
        if decision is MembershipDecision.REFUSE and not (reason or "").strip():
            raise ReasonRequired(figures={"decision": decision}, next_step="give-a-reason")
        self.state, self.decided_at, self.decided_by, self.reason = target, now, by, reason

    def refused(self, *, now: datetime) -> Event:
        """The fact of a refusal."""
        data = {"organisation_id": str(self.organisation_id), "is_renewal": self.is_renewal, "reason": self.reason}
        return Event(type=events.MEMBERSHIP_REFUSED, subject=self.organisation_id, occurred_at=now, data=data)


def _fact(kind: str, membership: Membership, *, now: datetime, **more: Any) -> Event:
    data = {
        "organisation_id": str(membership.organisation_id),
        "membership_id": str(membership.id),
        "starts_on": membership.starts_on.isoformat(),
        "ends_on": membership.ends_on.isoformat(),
        **more,
    }
    return Event(type=kind, subject=membership.organisation_id, occurred_at=now, data=data)


def confirmed(membership: Membership, *, is_renewal: bool, now: datetime) -> Event:
    """The fact that a membership is there."""
    return _fact(events.MEMBERSHIP_CONFIRMED, membership, now=now, is_renewal=is_renewal)


def expiry_announced(membership: Membership, *, days_left: int, now: datetime) -> Event:
    """The fact that its end comes near."""
    return _fact(events.MEMBERSHIP_EXPIRY_ANNOUNCED, membership, now=now, days_left=days_left)


def reminder_due(organisation: Organisation, membership: Membership, *, today: date) -> int | None:
    """Which reminder of `REMINDERS` this day asks for: the last one whose time has come; None where there is none, or
    the organisation closes or goes on being a member."""
    days_left = (membership.ends_on - today).days
    goes_on = any(one.ends_on > membership.ends_on for one in organisation.memberships)
    if days_left < 0 or goes_on or organisation.closed_on is not None:
        return None
    return min((mark for mark in REMINDERS if days_left <= mark), default=None)
