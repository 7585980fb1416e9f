"""Accept an organisation into the list, or refuse with a reason that lets the person correct and send again."""

import secrets
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from identity.domain.accounts import AccountState
from identity.domain.affiliations import LIVE
from identity.domain.clients import digest
from identity.domain.organisations import Address
from identity.domain.referencings import Referencing, ReferencingDecision
from identity.domain.rights import Actor
from identity.store import accounts, requests
from identity.usecases.check_authority import check_staff
from identity.usecases.register_organisation import NewOrganisation, register_organisation
from identity.usecases.request_affiliation import AffiliationWish, request_affiliation

KEY_BYTES = 32


def decide_referencing(
    session: Session,
    referencing_id: UUID,
    *,
    decision: ReferencingDecision,
    reason: str | None,
    by: Actor,
    now: datetime,
) -> Referencing:
    """Accepted: the organisation exists, and the person who asked while signed in belongs to it. Refused: a stranger
    gets a key with which to correct the request.

    Raises:
        NotFound: no such request.
        Forbidden: the actor is not staff.
        IllegalMove: it does not wait.
        ReasonRequired: refused without a reason.
        SiretTaken: the organisation is known by now.
    """
    check_staff(session, by)
    referencing = requests.lock(session, Referencing, key=referencing_id)
    referencing.target_of(decision)
    if decision is ReferencingDecision.ACCEPT:
        _accept(session, referencing, by=by, now=now)
    else:
        referencing.move(decision, by=by.account_id, reason=reason, now=now)
        key = None if referencing.account_id else secrets.token_urlsafe(KEY_BYTES)
        referencing.key_hash = digest(key) if key else None
        outbox.append(session, referencing.refused(correction_key=key, now=now))
    return referencing


def _accept(session: Session, referencing: Referencing, *, by: Actor, now: datetime) -> None:
    new = NewOrganisation(
        siret=referencing.siret,
        name=referencing.name,
        address=Address(street=referencing.street, postcode=referencing.postcode, city=referencing.city),
        activity_declaration_number=referencing.activity_declaration_number,
    )
    organisation = register_organisation(session, new, now=now)
    referencing.move(ReferencingDecision.ACCEPT, by=by.account_id, reason=None, now=now)
    referencing.organisation_id = organisation.id
    session.flush()
    outbox.append(session, referencing.accepted(now=now))
    if referencing.account_id is None:
        return
    account = accounts.lock_account(session, referencing.account_id)
    belongs = any(
        one.organisation_id == referencing.organisation_id and one.state in LIVE for one in account.affiliations
    )
    if account.state is AccountState.ACTIVE and not belongs:
        wish = AffiliationWish(account_id=account.id, organisation_id=new.organisation_id)
        request_affiliation(session, wish, now=now)
