"""Who is told: the person, the HR validators of the organisation, those who run the action."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Session
from notification.domain.errors import NotYetKnown
from notification.domain.kinds import Audience, EnrolmentFact
from notification.store import copies

Contact = Mapping[str, Any]


def contact_of(session: Session, account_id: UUID) -> Contact | None:
    """How to write to this account; None where the person was forgotten.

    Raises:
        NotYetKnown: the contact has not arrived yet.
    """
    contact = copies.contact(session, account_id)
    if contact is None:
        raise NotYetKnown("contact")
    return None if contact["is_erased"] else contact


def contacts_of(session: Session, account_ids: Sequence[UUID]) -> list[Contact]:
    """The same for several accounts, without those that were forgotten."""
    found = [contact_of(session, account_id) for account_id in account_ids]
    return [contact for contact in found if contact is not None]


def hr_validators(session: Session, organisation_id: UUID) -> list[UUID]:
    """Those who signed in before; all of them when none did; without any, those who can name one."""
    for role in ("hr_validator", "referent"):
        held = copies.holders(session, role, organisation_id=organisation_id)
        if held:
            return [account_id for account_id, signed_in in held if signed_in] or [account_id for account_id, _ in held]
    return []


def provider_of(session: Session, action: Mapping[str, Any]) -> list[UUID]:
    """The trainers of the action who have an open account; without any, all who represent the provider."""
    trainers = copies.active_among(session, [UUID(text) for text in action["trainer_account_ids"]])
    held = copies.holders(session, "training_provider", organisation_id=action["provider_organisation_id"])
    return trainers or [account_id for account_id, _ in held]


def find_recipients(
    session: Session, audience: Audience, *, fact: EnrolmentFact, action: Mapping[str, Any]
) -> list[Contact]:
    """Whom a move of an enrolment is told to. Who made the move is not told of it, unless it is their own request.

    A person who is an HR validator as well is not asked to decide their own request while somebody else can.

    Raises:
        NotYetKnown: a contact has not arrived yet.
    """
    if audience is Audience.PERSON:
        return contacts_of(session, [fact.account_id])
    if audience is Audience.HR_VALIDATORS:
        found = hr_validators(session, fact.organisation_id)
    else:
        found = provider_of(session, action)
    others = [account_id for account_id in found if account_id not in (fact.actor_account_id, fact.account_id)]
    if not others and fact.status == "requested":
        others = found
    return contacts_of(session, others)
