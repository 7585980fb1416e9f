"""Ask for an organisation to be known, correct what staff refused, and send it again."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.ids import new_id
from identity.domain.clients import digest
from identity.domain.emails import checked_email
from identity.domain.errors import SiretTaken
from identity.domain.organisations import checked_activity_number, checked_siret
from identity.domain.referencings import ReferencedOrganisation, Referencing, ReferencingContact, ReferencingDecision
from identity.store import accounts, organisations, requests


@dataclass(frozen=True, kw_only=True)
class ReferencingWish:
    """What the form says. `account_id`: of whoever is signed in."""

    organisation: ReferencedOrganisation
    contact: ReferencingContact
    account_id: UUID | None = None
    referencing_id: UUID = field(default_factory=new_id)


def request_referencing(session: Session, wish: ReferencingWish, *, now: datetime) -> Referencing:
    """Staff will decide.

    Raises:
        InvalidSiret, InvalidActivityNumber, InvalidEmail: as their names say.
        SiretTaken: the organisation is known already.
        ReferencingExists: the same contact waits for the same organisation.
    """
    organisation, contact = _checked(session, wish.organisation), wish.contact
    referencing = Referencing(
        id=wish.referencing_id,
        siret=organisation.siret,
        name=organisation.name,
        street=organisation.address.street,
        postcode=organisation.address.postcode,
        city=organisation.address.city,
        activity_declaration_number=organisation.activity_declaration_number,
        account_id=wish.account_id,
        contact={**vars(contact), "email": checked_email(contact.email)},
        requested_at=now,
    )
    requests.add_referencing(session, referencing)
    return referencing


def contact_of_account(session: Session, account_id: UUID) -> ReferencingContact:
    """Who asks, where somebody is signed in.

    Raises:
        NotFound: the account is gone.
    """
    account = accounts.find_account(session, account_id)
    if account is None or account.email is None:
        raise NotFound
    return ReferencingContact(
        civility=account.civility.value if account.civility else None,
        given_name=account.given_name,
        family_name=account.family_name,
        email=account.email,
        job_title=account.job_title,
        phone=account.phone or account.mobile_phone,
    )


def find_refused(
    session: Session, referencing_id: UUID, *, account_id: UUID | None = None, unverified_key: str = ""
) -> Referencing:
    """The request of this person, or the one that the key of its refusal opens.

    Raises:
        NotFound: no such request, or it is somebody else's.
    """
    referencing = requests.find(session, Referencing, key=referencing_id)
    _check_theirs(referencing, account_id=account_id, unverified_key=unverified_key)
    return referencing


def correct_referencing(
    session: Session,
    referencing_id: UUID,
    *,
    organisation: ReferencedOrganisation,
    account_id: UUID | None = None,
    unverified_key: str = "",
    now: datetime,
) -> Referencing:
    """Send a refused request again.

    Raises:
        NotFound: no such request, or it is somebody else's.
        InvalidSiret, InvalidActivityNumber: as their names say.
        SiretTaken: the organisation is known already.
        IllegalMove: it is not refused.
        ReferencingExists: the same contact waits for the same organisation.
    """
    referencing = requests.lock(session, Referencing, key=referencing_id)
    _check_theirs(referencing, account_id=account_id, unverified_key=unverified_key)
    checked = _checked(session, organisation)
    referencing.move(ReferencingDecision.RESEND, by=account_id, reason=None, now=now)
    referencing.describe(checked)
    referencing.requested_at, referencing.key_hash = now, None
    requests.add_referencing(session, referencing)
    return referencing


def _check_theirs(referencing: Referencing, *, account_id: UUID | None, unverified_key: str) -> None:
    is_mine = account_id is not None and referencing.account_id == account_id
    key_hash = referencing.key_hash
    has_key = key_hash is not None and hmac.compare_digest(key_hash, digest(unverified_key))
    if not (is_mine or has_key) or referencing.contact is None:
        raise NotFound


def _checked(session: Session, organisation: ReferencedOrganisation) -> ReferencedOrganisation:
    siret, number = checked_siret(organisation.siret), organisation.activity_declaration_number
    if organisations.find_by_siret(session, siret) is not None:
        raise SiretTaken(figures={"siret": siret}, next_step="search-organisation")
    return ReferencedOrganisation(
        siret=siret,
        name=organisation.name.strip(),
        address=organisation.address,
        activity_declaration_number=checked_activity_number(number) if number else None,
    )
