"""Read affiliations, accounts and the log of rights, each by those who may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from identity.domain.accounts import Account
from identity.domain.organisations import Organisation
from identity.domain.rights import Actor
from identity.store import accounts, organisations
from identity.store.people import PeopleQuery, Row, list_accounts, list_affiliations, read_log
from identity.usecases.check_authority import check_actor, check_belongs, check_staff

NamedKey = tuple[str, UUID]


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A page of a list; `next_after`: what to give as `after` for the next one."""

    items: list[Row]
    next_after: NamedKey | None


def page_of_rows(found: list[Row], *, limit: int, key: str) -> Rows:
    """A page of rows that were asked for with one more than `limit`; sorted by `sort_name` and `key`."""
    items = found[:limit]
    last = items[-1] if len(found) > limit else None
    return Rows(items=items, next_after=(last.get("sort_name", ""), last[key]) if last else None)


def read_affiliations(session: Session, query: PeopleQuery, *, by: Actor, after: NamedKey | None, limit: int) -> Rows:
    """People of an organisation, for its referents; of all of them, for staff.

    Raises:
        Forbidden: neither referent of this organisation nor staff.
    """
    if query.organisation_id is None:
        check_staff(session, by)
    else:
        check_actor(session, by, organisation_id=query.organisation_id)
    found = list_affiliations(session, query, after=after, limit=limit + 1)
    return page_of_rows(found, limit=limit, key="affiliation_id")


def read_accounts(
    session: Session, unverified_text: str, *, is_staff: bool | None, by: Actor, after: NamedKey | None, limit: int
) -> Rows:
    """Accounts whose name or address holds every word, for staff.

    Raises:
        Forbidden: the actor is not staff.
    """
    check_staff(session, by)
    words = unverified_text.lower().split()
    found = list_accounts(session, words=words, is_staff=is_staff, after=after, limit=limit + 1)
    return page_of_rows(found, limit=limit, key="account_id")


def read_account(session: Session, account_id: UUID, *, by: Actor) -> tuple[Account, dict[UUID, Organisation]]:
    """One account with the organisations of its affiliations, for staff.

    Raises:
        Forbidden: the actor is not staff.
        NotFound: no such account, or its person is forgotten.
    """
    check_staff(session, by)
    account = accounts.find_account(session, account_id)
    if account is None or account.anonymised_at is not None:
        raise NotFound
    found = organisations.organisations_by_id(session, [one.organisation_id for one in account.affiliations])
    return account, found


LogKey = tuple[datetime, UUID]


def read_rights_log(
    session: Session,
    *,
    organisation_id: UUID | None,
    account_id: UUID | None,
    by: Actor,
    page: tuple[LogKey | None, int],
) -> tuple[list[Row], LogKey | None]:
    """Changes of rights, newest first: of an organisation for its people, of an account for staff. `page`: the key
    before it, and how many.

    Raises:
        Forbidden: the actor neither belongs to the organisation nor is staff.
    """
    if organisation_id is None:
        check_staff(session, by)
    else:
        check_belongs(session, by, organisation_id=organisation_id)
    after, limit = page
    found = read_log(session, organisation_id=organisation_id, account_id=account_id, after=after, limit=limit + 1)
    items = found[:limit]
    return items, (items[-1]["at"], items[-1]["id"]) if len(found) > limit else None
