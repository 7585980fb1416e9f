"""Ask to belong to an organisation."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.clock import PARIS
from chassis.database import Session
from chassis.ids import new_id
from identity.domain.affiliations import Affiliation
from identity.domain.rights import Actor
from identity.store import accounts, organisations


@dataclass(frozen=True, kw_only=True)
class AffiliationWish:
    """Who wants to belong where."""

    account_id: UUID
    organisation_id: UUID
    affiliation_id: UUID = field(default_factory=new_id)


def request_affiliation(session: Session, wish: AffiliationWish, *, now: datetime) -> Affiliation:
    """A referent of the organisation will decide, or staff where it has none.

    Raises:
        NotFound: no such organisation or account.
        OrganisationClosed: it is closed.
        AccountClosed: the account is.
        AffiliationExists: it was asked for already.
    """
    organisation = organisations.lock_organisation(session, wish.organisation_id)
    organisation.check_open(now.astimezone(PARIS).date())
    account = accounts.lock_account(session, wish.account_id)
    event = account.request_affiliation(wish.organisation_id, affiliation_id=wish.affiliation_id, now=now)
    outbox.append(session, event)
    accounts.log_right(
        session,
        account.id,
        fact="affiliation requested",
        by=Actor(account_id=account.id, role=None),
        now=now,
        about=(organisation.id, None, None),
    )
    return account.affiliation(wish.affiliation_id)
