"""Tell a person what is known of them and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.clock import PARIS
from chassis.database import Session
from chassis.errors import NotFound
from identity.domain.accounts import Account
from identity.domain.organisations import Organisation
from identity.store import accounts, organisations


@dataclass(frozen=True, kw_only=True)
class Me:
    """An account with the organisations that its affiliations name, and which of them are members today."""

    account: Account
    organisations: dict[UUID, Organisation]
    members: frozenset[UUID]


def tell_me(session: Session, account_id: UUID, *, now: datetime) -> Me:
    """
    Raises:
        NotFound: the account is gone.
    """
    account = accounts.find_account(session, account_id)
    if account is None:
        raise NotFound
    found = organisations.organisations_by_id(session, [one.organisation_id for one in account.affiliations])
    today = now.astimezone(PARIS).date()
    return Me(
        account=account,
        organisations=found,
        members=frozenset(key for key, organisation in found.items() if organisation.is_member(today)),
    )
