"""Ask to belong to an organisation."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.clock import PARIS
from chassis.database import Session
from chassis.ids import new_id
from chassis.principal import Role
from identity.domain.accounts import Account
from identity.domain.affiliations import Affiliation
from identity.domain.facts import affiliation_moved
from identity.domain.rights import OPERATOR, Actor
from identity.store import accounts, organisations, requests
from identity.usecases.confirm_affiliation import put_in_force


@dataclass(frozen=True, kw_only=True)
class AffiliationWish:
    """Who wants to belong where. `message`: to whoever decides, for instance what was corrected after a refusal."""

    account_id: UUID
    organisation_id: UUID
    message: str | None = None
    affiliation_id: UUID = field(default_factory=new_id)


_first_is_automatic = False


def configure(*, first_is_automatic: bool) -> None:
    """Say for this process whether whoever comes first to an organisation belongs to it without anybody's consent."""
    global _first_is_automatic
    _first_is_automatic = first_is_automatic


def request_affiliation(session: Session, wish: AffiliationWish, *, now: datetime) -> Affiliation:
    """A referent of the organisation will decide, or staff where it has none.

    Confirmed at once where nobody is there yet and staff accepted the referencing of the organisation by this very
    person, or a setting says so (`configure`).

    Raises:
        NotFound: no such organisation or account.
        OrganisationClosed: it is closed.
        AccountClosed: the account is.
        AffiliationExists: it was asked for already.
    """
    organisation = organisations.lock_organisation(session, wish.organisation_id)
    organisation.check_open(now.astimezone(PARIS).date())
    account = accounts.lock_account(session, wish.account_id)
    event = account.request_affiliation(
        wish.organisation_id, affiliation_id=wish.affiliation_id, message=wish.message, now=now
    )
    outbox.append(session, event)
    themselves = Actor(account_id=account.id, role=None)
    accounts.log_right(
        session, account.id, fact="affiliation requested", by=themselves, now=now, about=(organisation.id, None, None)
    )
    session.flush()
    affiliation = account.affiliation(wish.affiliation_id)
    by = _vouched(session, account, organisation_id=organisation.id)
    if by is not None:
        return put_in_force(session, account, affiliation_id=affiliation.id, by=by, now=now)
    outbox.append(session, affiliation_moved(affiliation, by=themselves, now=now))
    return affiliation


def _vouched(session: Session, account: Account, *, organisation_id: UUID) -> Actor | None:
    """In whose name the first affiliation is confirmed without asking; None where somebody must decide."""
    if accounts.has_confirmed_person(session, organisation_id):
        return None
    email = account.email if account.email_verified_at else None
    accepted_by = requests.accepted_for(session, organisation_id, account_id=account.id, email=email)
    if accepted_by and accepted_by[0] is not None:
        return Actor(account_id=accepted_by[0], role=Role.STAFF)
    return OPERATOR if accepted_by or _first_is_automatic else None
