"""« Ma structure n'est pas dans la liste »: somebody asks for an organisation to be known; staff decide."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.events import Confidentiality, Event
from identity.domain import events
from identity.domain.errors import IllegalMove, ReasonRequired
from identity.domain.organisations import Address


class ReferencingState(StrEnum):
    """Where the request stands."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ReferencingDecision(StrEnum):
    """What may happen to it; a refused one may be corrected and sent again."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    RESEND = "resend"


TRANSITIONS: dict[tuple[ReferencingState, ReferencingDecision], ReferencingState] = {
    (ReferencingState.REQUESTED, ReferencingDecision.ACCEPT): ReferencingState.ACCEPTED,
    (ReferencingState.REQUESTED, ReferencingDecision.REFUSE): ReferencingState.REFUSED,
    (ReferencingState.REFUSED, ReferencingDecision.RESEND): ReferencingState.REQUESTED,
}


@dataclass(frozen=True, kw_only=True)
class ReferencedOrganisation:
    """What the form says of the organisation."""

    siret: str
    name: str
    address: Address
    activity_declaration_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class ReferencingContact:
    """Who asks: the head of the organisation, or somebody in their name. `email` is where the answer goes."""

    civility: str | None
    given_name: str
    family_name: str
    email: str
    job_title: str | None = None
    phone: str | None = None


@dataclass(eq=False, kw_only=True)
class Referencing:
    """One request. `account_id` is None where nobody was signed in; `contact` is None once forgotten; `key_hash` is of
    the link that lets a stranger correct a refused one."""

    id: UUID
    siret: str
    name: str
    street: str
    postcode: str
    city: str
    activity_declaration_number: str | None
    account_id: UUID | None
    contact: dict[str, Any] | None
    requested_at: datetime
    state: ReferencingState = ReferencingState.REQUESTED
    key_hash: bytes | None = None
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    reason: str | None = None
    organisation_id: UUID | None = None
    version: int = 1

    def target_of(self, decision: ReferencingDecision) -> ReferencingState:
        """Where a decision leads from here.

        Raises:
            IllegalMove: not in the table.
        """
        target = TRANSITIONS.get((self.state, decision))
        if target is None:
            raise IllegalMove(figures={"status": self.state, "decision": decision}, next_step="reload")
        return target

    def move(self, decision: ReferencingDecision, *, by: UUID | None, reason: str | None, now: datetime) -> None:
        """Apply a decision.

        Raises:
            IllegalMove: not in the table.
            ReasonRequired: refusing needs a reason, so that the person can correct and send again.
        """
        target = self.target_of(decision)
        if decision is ReferencingDecision.REFUSE and not (reason or "").strip():
            raise ReasonRequired(figures={"decision": decision}, next_step="give-a-reason")
        is_back = target is ReferencingState.REQUESTED
        self.state, self.version = target, self.version + 1
        self.decided_at, self.decided_by = (None, None) if is_back else (now, by)
        self.reason = None if is_back else reason

    def describe(self, organisation: ReferencedOrganisation) -> None:
        """Take the organisation as the form says it now."""
        self.siret, self.name = organisation.siret, organisation.name
        address = organisation.address
        self.street, self.postcode, self.city = address.street, address.postcode, address.city
        self.activity_declaration_number = organisation.activity_declaration_number

    def accepted(self, *, now: datetime) -> Event:
        """The fact of an acceptance. Personal: it names the contact."""
        return self._event(events.REFERENCING_ACCEPTED, Confidentiality.PERSONAL, now=now, more={})

    def refused(self, *, correction_key: str | None, now: datetime) -> Event:
        """The fact of a refusal. Secret: whoever holds the key may correct the request."""
        more = {"reason": self.reason, "correction_key": correction_key}
        return self._event(events.REFERENCING_REFUSED, Confidentiality.SECRET, now=now, more=more)

    def _event(self, kind: str, confidentiality: Confidentiality, *, now: datetime, more: dict[str, Any]) -> Event:
        contact = self.contact or {}
        return Event(
            type=kind,
            subject=self.id,
            occurred_at=now,
            confidentiality=confidentiality,
            data={
                "referencing_id": str(self.id),
                "account_id": str(self.account_id) if self.account_id else None,
                "organisation_id": str(self.organisation_id) if self.organisation_id else None,
                "organisation_name": self.name,
                "siret": self.siret,
                "contact": {name: contact.get(name) for name in ("civility", "given_name", "family_name", "email")},
                **more,
            },
        )
