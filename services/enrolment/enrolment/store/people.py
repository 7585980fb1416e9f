"""Accounts and organisations, as identity last told them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.principal import Role
from enrolment.domain.people import Account, Organisation
from enrolment.domain.statuses import Status
from enrolment.store.reading import Reader
from enrolment.store.tables import ACCOUNTS, ENROLMENTS, FORGOTTEN_ACCOUNTS, ORGANISATIONS, PROFILES

ACCOUNT = (
    ACCOUNTS.c.account_id, ACCOUNTS.c.is_active, ACCOUNTS.c.first_signed_in_at, ACCOUNTS.c.is_staff,
    ACCOUNTS.c.affiliations,
)  # fmt: skip
ORGANISATION = (
    ORGANISATIONS.c.organisation_id, ORGANISATIONS.c.name, ORGANISATIONS.c.closed_on, ORGANISATIONS.c.memberships,
)  # fmt: skip
_ONE_ACCOUNT = select(*ACCOUNT).where(ACCOUNTS.c.account_id == bindparam("account_id"))


def account(session: Reader, account_id: UUID) -> Account | None:
    """The rights of an account; None where identity has told none yet."""
    row = session.execute(_ONE_ACCOUNT, {"account_id": account_id}).one_or_none()
    return Account(**row._mapping) if row else None


def name(session: Reader, account_id: UUID) -> str | None:
    """« Annie Versaire »; None where identity has told none, or the person was forgotten."""
    columns = PROFILES.c
    row = session.execute(
        select(columns.given_name, columns.family_name).where(columns.account_id == account_id)
    ).one_or_none()
    return f"{row.given_name} {row.family_name}" if row else None


def organisation(session: Session, organisation_id: UUID) -> Organisation | None:
    """An organisation; None where identity has told none yet."""
    row = session.execute(select(*ORGANISATION).where(ORGANISATIONS.c.organisation_id == organisation_id)).one_or_none()
    return Organisation(**row._mapping) if row else None


def others_as(session: Session, role: Role, *, organisation_id: UUID, but: Collection[UUID]) -> bool:
    """Whether somebody else holds the role in the organisation and has signed in."""
    wanted: list[dict[str, Any]] = [
        {"organisation_id": str(organisation_id), "state": "confirmed", "roles": [role.value]}
    ]
    statement = select(ACCOUNTS.c.account_id).where(
        ACCOUNTS.c.affiliations.contains(wanted),
        ACCOUNTS.c.is_active,
        ACCOUNTS.c.first_signed_in_at.is_not(None),
        ACCOUNTS.c.account_id.not_in(but),
    )
    return session.execute(statement.limit(1)).first() is not None


def organisations_closed_with_undecided(session: Session, *, day: date) -> list[UUID]:
    """Organisations that have ceased while requests made for them wait."""
    statement = (
        select(ORGANISATIONS.c.organisation_id)
        .distinct()
        .join(ENROLMENTS, ENROLMENTS.c.organisation_id == ORGANISATIONS.c.organisation_id)
        .where(ORGANISATIONS.c.closed_on <= day, ENROLMENTS.c.status.in_((Status.REQUESTED, Status.WAITLISTED)))
    )
    return sorted(session.scalars(statement))


def is_forgotten(session: Session, account_id: UUID) -> bool:
    """Whether the person was forgotten: a name told late is not kept."""
    statement = select(FORGOTTEN_ACCOUNTS.c.account_id).where(FORGOTTEN_ACCOUNTS.c.account_id == account_id)
    return session.execute(statement).first() is not None


def forget(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Remove the name and address, and remember that they were."""
    session.execute(delete(PROFILES).where(PROFILES.c.account_id == account_id))
    session.execute(insert(FORGOTTEN_ACCOUNTS).values(account_id=account_id, forgotten_at=now).on_conflict_do_nothing())


def of_organisation(reader: Reader, organisation_id: UUID) -> list[tuple[Account, str]]:
    """Open accounts with a confirmed affiliation whose name is known, by family name."""
    wanted: list[dict[str, Any]] = [{"organisation_id": str(organisation_id), "state": "confirmed"}]
    statement = (
        select(*ACCOUNT, PROFILES.c.given_name, PROFILES.c.family_name)
        .join(PROFILES, PROFILES.c.account_id == ACCOUNTS.c.account_id)
        .where(ACCOUNTS.c.affiliations.contains(wanted), ACCOUNTS.c.is_active)
        .order_by(PROFILES.c.family_name, PROFILES.c.given_name)
    )
    found = []
    for row in reader.execute(statement):
        fields = dict(row._mapping)
        name = f"{fields.pop('given_name')} {fields.pop('family_name')}"
        found.append((Account(**fields), name))
    return found
