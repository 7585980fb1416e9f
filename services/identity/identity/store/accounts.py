"""Accounts, their affiliations and the log of rights."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from chassis.ids import new_id
from chassis.principal import Role
from identity.domain.accounts import Account, AccountState
from identity.domain.affiliations import AffiliationState
from identity.domain.errors import EmailTaken
from identity.domain.rights import Actor
from identity.store.tables import ACCOUNTS, AFFILIATIONS, RIGHTS_LOG, ROLE_GRANTS


def find_account(session: Session, account_id: UUID) -> Account | None:
    """The account, None where there is none."""
    return session.get(Account, account_id)


def find_by_email(session: Session, email: str) -> Account | None:
    """The account with this address, whatever its case."""
    return session.scalars(sa.select(Account).where(sa.func.lower(ACCOUNTS.c.email) == email.lower())).one_or_none()


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What a sign-in is checked against; `password_hash` is None where nobody may sign in."""

    account_id: UUID
    password_hash: str | None


def credentials_of(session: Session, email: str) -> Credentials | None:
    """By one query, so that a known address takes no longer than an unknown one."""
    columns = sa.select(ACCOUNTS.c.id, ACCOUNTS.c.password_hash, ACCOUNTS.c.state)
    row = session.execute(columns.where(sa.func.lower(ACCOUNTS.c.email) == email.lower())).one_or_none()
    if row is None:
        return None
    is_active = row.state is AccountState.ACTIVE
    return Credentials(account_id=row.id, password_hash=row.password_hash if is_active else None)


def add_account(session: Session, account: Account) -> None:
    """Write a new account now.

    Raises:
        EmailTaken: somebody opened one with this address at the same moment.
    """
    session.add(account)
    try:
        session.flush()
    except IntegrityError as fault:
        raise EmailTaken from fault


def lock_account(session: Session, account_id: UUID) -> Account:
    """The account, locked until the transaction ends; read anew.

    Raises:
        NotFound: there is none.
    """
    account = session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if account is None:
        raise NotFound
    return account


def account_of_affiliation(session: Session, affiliation_id: UUID) -> tuple[UUID, UUID]:
    """Account and organisation of an affiliation, for locking them in order.

    Raises:
        NotFound: there is none.
    """
    columns = sa.select(AFFILIATIONS.c.account_id, AFFILIATIONS.c.organisation_id)
    row = session.execute(columns.where(AFFILIATIONS.c.id == affiliation_id)).first()
    if row is None:
        raise NotFound
    return row.account_id, row.organisation_id


def has_confirmed_person(session: Session, organisation_id: UUID, *, besides: UUID | None = None) -> bool:
    """Whether somebody, besides one account, has a confirmed affiliation with the organisation."""
    found = sa.select(AFFILIATIONS.c.id).where(
        AFFILIATIONS.c.organisation_id == organisation_id, AFFILIATIONS.c.state == AffiliationState.CONFIRMED
    )
    if besides is not None:
        found = found.where(AFFILIATIONS.c.account_id != besides)
    return bool(session.scalar(sa.select(found.exists())))


def has_referent(session: Session, organisation_id: UUID, *, besides: UUID | None = None) -> bool:
    """Whether somebody, besides one account, is referent of the organisation."""
    found = (
        sa.select(ROLE_GRANTS.c.id)
        .join(AFFILIATIONS, AFFILIATIONS.c.id == ROLE_GRANTS.c.affiliation_id)
        .join(ACCOUNTS, ACCOUNTS.c.id == AFFILIATIONS.c.account_id)
        .where(
            AFFILIATIONS.c.organisation_id == organisation_id,
            AFFILIATIONS.c.state == AffiliationState.CONFIRMED,
            ACCOUNTS.c.state == AccountState.ACTIVE,
            ROLE_GRANTS.c.role == Role.REFERENT,
            ROLE_GRANTS.c.revoked_at.is_(None),
        )
    )
    if besides is not None:
        found = found.where(AFFILIATIONS.c.account_id != besides)
    return bool(session.scalar(sa.select(found.exists())))


def is_referent(session: Session, account_id: UUID, *, organisation_id: UUID) -> bool:
    """Whether this account is referent of this organisation."""
    account = find_account(session, account_id)
    return account is not None and any(
        pair.role is Role.REFERENT and pair.organisation_id == organisation_id for pair in account.pairs()
    )


def log_right(
    session: Session,
    account_id: UUID,
    *,
    fact: str,
    by: Actor,
    now: datetime,
    about: tuple[UUID | None, Role | None, str | None] = (None, None, None),
) -> None:
    """Keep a change of rights: who, in which role, when, why. `about`: organisation, role concerned, reason."""
    organisation_id, role, reason = about
    session.execute(
        sa.insert(RIGHTS_LOG).values(
            id=new_id(),
            at=now,
            account_id=account_id,
            organisation_id=organisation_id,
            fact=fact,
            role=role,
            actor_account_id=by.account_id,
            actor_role=by.role,
            reason=reason,
        )
    )


def forget_reasons(session: Session, account_id: UUID) -> None:
    """Erase the free texts about a person from the log of rights."""
    session.execute(sa.update(RIGHTS_LOG).where(RIGHTS_LOG.c.account_id == account_id).values(reason=None))


def page_of_accounts(session: Session, after: UUID | None, limit: int, *, with_profile: bool) -> list[Account]:
    """Accounts in order of their key, after one; `with_profile` leaves out those whose person is forgotten."""
    statement = sa.select(Account).order_by(ACCOUNTS.c.id).limit(limit)
    if after is not None:
        statement = statement.where(ACCOUNTS.c.id > after)
    if with_profile:
        statement = statement.where(ACCOUNTS.c.anonymised_at.is_(None))
    return list(session.scalars(statement))
