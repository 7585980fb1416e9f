"""Tell the public state again, for a neighbour that lost its copy: versions unchanged."""

from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from chassis.states import State
from identity.domain import accounts as account_domain
from identity.domain import events
from identity.domain import organisations as organisation_domain
from identity.domain.accounts import Account, AccountState
from identity.domain.organisations import Organisation
from identity.store.accounts import page_of_accounts
from identity.store.organisations import page_of_organisations


def _tell_organisation(organisation: Organisation) -> Event:
    kind = events.ORGANISATION_CLOSED if organisation.closed_on else events.ORGANISATION_CHANGED
    return organisation_domain.event_of(organisation, kind, occurred_at=organisation.changed_at)


def _tell_rights(account: Account) -> Event:
    is_closed = account.state is AccountState.CLOSED
    kind = events.ACCOUNT_CLOSED if is_closed else events.ACCOUNT_RIGHTS_CHANGED
    return account_domain.event_of(account, kind, occurred_at=account.changed_at)


def _tell_profile(account: Account) -> Event:
    return account_domain.event_of(account, events.ACCOUNT_PROFILE_CHANGED, occurred_at=account.changed_at)


def organisations(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """Every organisation, closed ones included."""
    return [_tell_organisation(one) for one in page_of_organisations(session, after, limit)]


def account_rights(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """What every account may be, closed ones included."""
    return [_tell_rights(one) for one in page_of_accounts(session, after, limit, with_profile=False)]


def account_profiles(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """Who people are, those to be forgotten left out."""
    return [_tell_profile(one) for one in page_of_accounts(session, after, limit, with_profile=True)]


STATES = (
    State(name="organisation", to=("catalogue", "enrolment", "documents", "notification"), page=organisations),
    State(name="account_rights", to=("enrolment", "notification"), page=account_rights),
    State(name="account_profile", to=("enrolment", "documents", "notification"), page=account_profiles),
)
