"""Refuse an affiliation, with a reason that lets the person correct and ask again."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from identity.domain.affiliations import Affiliation, AffiliationDecision, check_decider
from identity.domain.facts import affiliation_moved
from identity.domain.rights import Actor
from identity.store import accounts, organisations
from identity.usecases.check_authority import check_actor


def refuse_affiliation(session: Session, affiliation_id: UUID, *, reason: str, by: Actor, now: datetime) -> Affiliation:
    """The same people decide as for confirming.

    Raises:
        NotFound: no such affiliation.
        OwnRequest: the decider is the person concerned.
        Forbidden: the decider is neither referent of this organisation nor staff.
        ReasonRequired: no reason given.
        IllegalMove: it is not `requested`.
    """
    account_id, organisation_id = accounts.account_of_affiliation(session, affiliation_id)
    organisations.lock_organisation(session, organisation_id)
    account = accounts.lock_account(session, account_id)
    has_referent = accounts.has_referent(session, organisation_id)
    check_decider(account.affiliation(affiliation_id), by, has_referent=has_referent)
    check_actor(session, by, organisation_id=organisation_id)
    event = account.decide_affiliation(affiliation_id, AffiliationDecision.REFUSE, reason=reason, now=now)
    outbox.append(session, event)
    outbox.append(session, affiliation_moved(account.affiliation(affiliation_id), by=by, now=now))
    accounts.log_right(
        session, account_id, fact="affiliation refused", by=by, now=now, about=(organisation_id, None, reason)
    )
    return account.affiliation(affiliation_id)
