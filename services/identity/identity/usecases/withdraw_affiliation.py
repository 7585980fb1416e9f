"""End an affiliation: the person leaves, or the organisation or staff end it."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.affiliations import Affiliation, AffiliationDecision
from identity.domain.errors import LastReferent, ReasonRequired
from identity.domain.facts import affiliation_moved
from identity.domain.rights import Actor
from identity.store import accounts, organisations
from identity.usecases.check_authority import check_actor


def withdraw_affiliation(
    session: Session, affiliation_id: UUID, *, reason: str | None, by: Actor, now: datetime
) -> Affiliation:
    """Every role of it ends. The person themselves needs no reason; others give one.

    Raises:
        NotFound: no such affiliation.
        Forbidden: neither the person, nor referent of this organisation, nor staff.
        ReasonRequired: somebody else's, and no reason given.
        LastReferent: the organisation would be left without a referent.
        IllegalMove: it is over.
    """
    account_id, organisation_id = accounts.account_of_affiliation(session, affiliation_id)
    organisations.lock_organisation(session, organisation_id)
    account = accounts.lock_account(session, account_id)
    if by.account_id != account_id:
        check_actor(session, by, organisation_id=organisation_id)
        if not (reason or "").strip():
            raise ReasonRequired(figures={"decision": AffiliationDecision.WITHDRAW}, next_step="give-a-reason")
    if account.affiliation(affiliation_id).holds(Role.REFERENT):
        _check_others_are_led(session, organisation_id, besides=account_id)
    event = account.decide_affiliation(affiliation_id, AffiliationDecision.WITHDRAW, reason=reason, now=now)
    affiliation = account.affiliation(affiliation_id)
    outbox.append(session, event)
    outbox.append(session, affiliation_moved(affiliation, by=by, now=now))
    accounts.log_right(
        session, account_id, fact="affiliation withdrawn", by=by, now=now, about=(organisation_id, None, reason)
    )
    return affiliation


def _check_others_are_led(session: Session, organisation_id: UUID, *, besides: UUID) -> None:
    others = accounts.has_confirmed_person(session, organisation_id, besides=besides)
    if others and not accounts.has_acting_referent(session, organisation_id, besides=besides):
        raise LastReferent(figures={"organisation_id": str(organisation_id)}, next_step="name-another-referent")
