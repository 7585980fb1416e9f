"""Accounts, their affiliations and the log of rights."""

from collections.abc import Iterable
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


_CREDENTIALS = sa.select(ACCOUNTS.c.id, ACCOUNTS.c.password_hash, ACCOUNTS.c.state).where(
    sa.func.lower(ACCOUNTS.c.email) == sa.bindparam("address")
)


def credentials_of(session: Session, email: str) -> Credentials | None:
    """By one query, so that a known address takes no longer than an unknown one."""
    row = session.execute(_CREDENTIALS, {"address": email.lower()}).one_or_none()
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


def _referents(organisation_id: UUID) -> sa.Select[tuple[UUID]]:
    return (
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


def has_referent(session: Session, organisation_id: UUID) -> bool:
    """Whether somebody is referent of the organisation, even if they never signed in."""
    return bool(session.scalar(sa.select(_referents(organisation_id).exists())))


def has_acting_referent(session: Session, organisation_id: UUID, *, besides: UUID) -> bool:
    """Whether somebody else is referent of the organisation and has signed in, so that the role has taken effect."""
    found = _referents(organisation_id).where(
        AFFILIATIONS.c.account_id != besides, ACCOUNTS.c.first_signed_in_at.is_not(None)
    )
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


def _silent_since(since: datetime) -> sa.ColumnElement[bool]:
    last_seen = sa.func.coalesce(ACCOUNTS.c.last_signed_in_at, ACCOUNTS.c.created_at)
    return sa.and_(ACCOUNTS.c.state == AccountState.ACTIVE, last_seen <= since)


def lock_silent(session: Session, *, since: datetime, limit: int) -> list[Account]:
    """Accounts that nobody used since and whose person was not told yet, locked until the transaction ends."""
    found = sa.select(Account).where(_silent_since(since), ACCOUNTS.c.inactivity_noticed_at.is_(None))
    return list(session.scalars(found.order_by(ACCOUNTS.c.id).limit(limit).with_for_update(skip_locked=True)))


def silent_and_told(session: Session, *, since: datetime, told_before: datetime) -> list[UUID]:
    """Accounts that nobody used since and whose person was told before."""
    found = sa.select(ACCOUNTS.c.id).where(_silent_since(since), ACCOUNTS.c.inactivity_noticed_at <= told_before)
    return list(session.scalars(found.order_by(ACCOUNTS.c.id)))


@dataclass(frozen=True, kw_only=True)
class LoggedRight:
    """One line of the log of rights. Who acted is told by role only: other persons are not told about."""

    at: datetime
    fact: str
    organisation_id: UUID | None
    role: Role | None
    actor_role: Role | None
    is_by_person: bool
    reason: str | None


def logged_rights(session: Session, account_id: UUID) -> list[LoggedRight]:
    """What was decided about one account's rights, oldest first."""
    log = RIGHTS_LOG.c
    columns = (log.at, log.fact, log.organisation_id, log.role, log.actor_role, log.actor_account_id, log.reason)
    rows = session.execute(sa.select(*columns).where(log.account_id == account_id).order_by(log.at, log.id))
    return [
        LoggedRight(
            at=row.at,
            fact=row.fact,
            organisation_id=row.organisation_id,
            role=row.role,
            actor_role=row.actor_role,
            is_by_person=row.actor_account_id == account_id,
            reason=row.reason,
        )
        for row in rows
    ]


def names_of(session: Session, account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Given and family name by account; without those that are forgotten."""
    columns = sa.select(ACCOUNTS.c.id, ACCOUNTS.c.given_name, ACCOUNTS.c.family_name)
    rows = session.execute(columns.where(ACCOUNTS.c.id.in_(list(account_ids)), ACCOUNTS.c.anonymised_at.is_(None)))
    return {row.id: f"{row.given_name} {row.family_name}" for row in rows}
