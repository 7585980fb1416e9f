"""Deputies of HR validators, by organisation and days."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, insert, select, update

from chassis.database import Session
from enrolment.domain.deputies import Deputy
from enrolment.store.followup_tables import DEPUTIES
from enrolment.store.reading import Reader
from enrolment.store.tables import PROFILES


def in_force(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Mandates of that day."""
    return (DEPUTIES.c.ended_at.is_(None)) & (DEPUTIES.c.first_day <= day) & (DEPUTIES.c.last_day >= day)


_MANDATE = (
    select(DEPUTIES.c.deputy_id)
    .where(
        DEPUTIES.c.deputy_account_id == bindparam("account_id"),
        DEPUTIES.c.organisation_id == bindparam("organisation_id"),
        in_force(bindparam("day", type_=Date)),
    )
    .limit(1)
)


def add(session: Session, deputy: Deputy) -> None:
    """Keep a mandate."""
    session.execute(insert(DEPUTIES).values(**vars(deputy)))


def find(session: Session, deputy_id: UUID) -> Deputy | None:
    """One mandate, locked."""
    row = session.execute(select(DEPUTIES).where(DEPUTIES.c.deputy_id == deputy_id).with_for_update()).one_or_none()
    return Deputy(**row._mapping) if row else None


def end(session: Session, deputy_id: UUID, *, now: datetime) -> None:
    """Take a mandate back."""
    session.execute(update(DEPUTIES).where(DEPUTIES.c.deputy_id == deputy_id).values(ended_at=now))


def is_deputy(session: Reader, account_id: UUID, *, organisation_id: UUID, day: date) -> bool:
    """Whether this person decides for an absent validator of the organisation on that day."""
    asked = {"account_id": account_id, "organisation_id": organisation_id, "day": day}
    return session.execute(_MANDATE, asked).first() is not None


def deputies_on(session: Reader, organisation_id: UUID, *, day: date) -> list[Deputy]:
    """The mandates of that day."""
    statement = select(DEPUTIES).where(DEPUTIES.c.organisation_id == organisation_id, in_force(day))
    return [Deputy(**row._mapping) for row in session.execute(statement)]


def overlapping(session: Session, deputy: Deputy) -> bool:
    """Whether the absent person has a deputy on some of these days already."""
    statement = select(DEPUTIES.c.deputy_id).where(
        DEPUTIES.c.organisation_id == deputy.organisation_id,
        DEPUTIES.c.absent_account_id == deputy.absent_account_id,
        DEPUTIES.c.ended_at.is_(None),
        DEPUTIES.c.first_day <= deputy.last_day,
        DEPUTIES.c.last_day >= deputy.first_day,
    )
    return session.execute(statement.limit(1)).first() is not None


def of_organisation(session: Reader, organisation_id: UUID, *, since: date) -> list[dict[str, Any]]:
    """Mandates that are not over, with names, soonest first."""
    absent, deputy = PROFILES.alias("absent"), PROFILES.alias("deputy")
    statement = (
        select(
            *DEPUTIES.c,
            absent.c.given_name.label("absent_given_name"),
            absent.c.family_name.label("absent_family_name"),
            deputy.c.given_name.label("deputy_given_name"),
            deputy.c.family_name.label("deputy_family_name"),
        )
        .outerjoin(absent, absent.c.account_id == DEPUTIES.c.absent_account_id)
        .outerjoin(deputy, deputy.c.account_id == DEPUTIES.c.deputy_account_id)
        .where(
            DEPUTIES.c.organisation_id == organisation_id, DEPUTIES.c.ended_at.is_(None), DEPUTIES.c.last_day >= since
        )
        .order_by(DEPUTIES.c.first_day, DEPUTIES.c.deputy_id)
    )
    return [dict(row._mapping) for row in session.execute(statement)]
