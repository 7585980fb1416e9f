"""Affiliations: an account with an organisation, decided by a referent, and the roles that hang on it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.errors import Forbidden
from chassis.ids import new_id
from chassis.principal import Role
from identity.domain.errors import (
    AffiliationNotConfirmed,
    IllegalMove,
    OwnRequest,
    ReasonRequired,
    RoleHeld,
    RoleNotHeld,
)
from identity.domain.rights import Actor


class AffiliationState(StrEnum):
    """Where an affiliation stands."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AffiliationDecision(StrEnum):
    """What may be decided about it."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[AffiliationState, AffiliationDecision], AffiliationState] = {
    (AffiliationState.REQUESTED, AffiliationDecision.CONFIRM): AffiliationState.CONFIRMED,
    (AffiliationState.REQUESTED, AffiliationDecision.REFUSE): AffiliationState.REFUSED,
    (AffiliationState.REQUESTED, AffiliationDecision.WITHDRAW): AffiliationState.WITHDRAWN,
    (AffiliationState.CONFIRMED, AffiliationDecision.WITHDRAW): AffiliationState.WITHDRAWN,
}
LIVE = (AffiliationState.REQUESTED, AffiliationState.CONFIRMED)
NEEDS_REASON = (AffiliationDecision.REFUSE,)
# Who may grant and revoke what; `beneficiary` comes and goes with the affiliation itself.
GRANTORS: dict[Role, tuple[Role, ...]] = {
    Role.HR_VALIDATOR: (Role.REFERENT, Role.STAFF),
    Role.REFERENT: (Role.REFERENT, Role.STAFF),
    Role.TRAINING_PROVIDER: (Role.STAFF,),
}
FIRST_PERSON_ROLES = (Role.REFERENT, Role.HR_VALIDATOR)


@dataclass(eq=False, kw_only=True)
class RoleGrant:
    """A role within one affiliation, from a moment on, perhaps until another."""

    id: UUID
    role: Role
    granted_at: datetime
    granted_by: UUID | None
    revoked_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class Affiliation:
    """One request of one account to belong to one organisation. A refused one stays; asking again is a new one.

    `message` is what the person writes to whoever decides.
    """

    id: UUID
    account_id: UUID
    organisation_id: UUID
    state: AffiliationState
    requested_at: datetime
    decided_at: datetime | None = None
    reason: str | None = None
    message: str | None = None
    grants: list[RoleGrant] = field(default_factory=list)

    def roles(self) -> list[Role]:
        """The roles in force, in a stable order."""
        return sorted(grant.role for grant in self.grants if grant.revoked_at is None)

    def holds(self, role: Role) -> bool:
        """Whether the role is in force."""
        return role in self.roles()

    def move(self, decision: AffiliationDecision, *, reason: str | None, now: datetime) -> None:
        """Apply a decision; leaving `confirmed` ends every role.

        Raises:
            IllegalMove: not in the table.
            ReasonRequired: the decision needs a reason.
        """
        target = TRANSITIONS.get((self.state, decision))
        if target is None:
            raise IllegalMove(figures={"status": self.state, "decision": decision})
        if decision in NEEDS_REASON and not (reason or "").strip():
            raise ReasonRequired(figures={"decision": decision}, next_step="give-a-reason")
        self.state, self.decided_at, self.reason = target, now, reason
        if target is not AffiliationState.CONFIRMED:
            for grant in self.grants:
                grant.revoked_at = grant.revoked_at or now

    def grant(self, role: Role, *, by: Actor, now: datetime) -> None:
        """Put a role in force.

        Raises:
            AffiliationNotConfirmed: roles hang on confirmed affiliations only.
            RoleHeld: it is in force already.
        """
        if self.state is not AffiliationState.CONFIRMED:
            raise AffiliationNotConfirmed(figures={"state": self.state})
        if self.holds(role):
            raise RoleHeld(figures={"role": role})
        self.grants.append(RoleGrant(id=new_id(), role=role, granted_at=now, granted_by=by.account_id))

    def revoke(self, role: Role, *, now: datetime) -> None:
        """End a role.

        Raises:
            RoleNotHeld: it is not in force.
        """
        if not self.holds(role):
            raise RoleNotHeld(figures={"role": role})
        for grant in self.grants:
            if grant.role is role and grant.revoked_at is None:
                grant.revoked_at = now


def check_decider(affiliation: Affiliation, by: Actor, *, has_referent: bool) -> None:
    """A referent of the organisation decides, staff where there is none or in their stead; nobody about themselves.

    Raises:
        OwnRequest: the affiliation is the decider's own.
        Forbidden: another role, or a referent where none should be.
    """
    if by.account_id is not None and by.account_id == affiliation.account_id:
        raise OwnRequest(next_step="ask-another-referent")
    if by.role is Role.REFERENT and has_referent:
        return
    if by.role not in (Role.STAFF, None):
        raise Forbidden(figures={"active_role": by.role}, next_step="switch-role")


def check_grantor(role: Role, by: Actor) -> None:
    """Who may grant or revoke this role.

    Raises:
        Forbidden: this role is not in the hands of the actor.
    """
    allowed = GRANTORS.get(role, ())
    if role not in GRANTORS or (by.role is not None and by.role not in allowed):
        raise Forbidden(figures={"active_role": by.role, "allowed": sorted(allowed)}, next_step="switch-role")
