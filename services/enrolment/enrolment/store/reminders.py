"""Who is to be reminded of a session, and organisations whose requests have nobody to decide them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, cast, exists, func, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Session

from chassis.principal import Role
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.statuses import Status
from enrolment.store.policy_tables import MISSING_VALIDATORS, SESSION_REMINDERS
from enrolment.store.tables import ACCOUNTS, ENROLMENTS, TRAINING_SESSIONS


@dataclass(frozen=True, kw_only=True)
class Unattended:
    """An organisation without an HR validator, and how many requests wait for one."""

    organisation_id: UUID
    waiting: int


def due(session: Session, *, days_ahead: int, until: date, now: datetime) -> list[tuple[Enrolment, date]]:
    """Enrolled people whose session begins after now and by `until`, and who were not reminded so many days ahead."""
    sessions = TRAINING_SESSIONS.c
    told = exists().where(
        SESSION_REMINDERS.c.enrolment_id == ENROLMENTS.c.enrolment_id,
        SESSION_REMINDERS.c.first_day == sessions.first_day,
        SESSION_REMINDERS.c.days_ahead == days_ahead,
    )
    statement = (
        select(Enrolment, sessions.first_day)
        .join(TRAINING_SESSIONS, sessions.training_session_id == ENROLMENTS.c.training_session_id)
        .where(
            ENROLMENTS.c.status == Status.ENROLLED,
            ~sessions.is_cancelled,
            sessions.starts_at > now,
            sessions.first_day <= until,
            ~told,
        )
        .order_by(ENROLMENTS.c.enrolment_id)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def mark_told(session: Session, enrolment_id: UUID, *, first_day: date, days_ahead: int, now: datetime) -> bool:
    """Whether this is the first reminder of that day, so many days ahead."""
    row = {"enrolment_id": enrolment_id, "first_day": first_day, "days_ahead": days_ahead, "told_at": now}
    statement = insert(SESSION_REMINDERS).values(row)
    told = statement.on_conflict_do_nothing().returning(SESSION_REMINDERS.c.enrolment_id)
    return session.execute(told).first() is not None


def unattended(session: Session) -> list[Unattended]:
    """Organisations with requests to decide and no open account that holds the role."""
    wanted = func.jsonb_build_array(
        func.jsonb_build_object(
            "organisation_id", cast(ENROLMENTS.c.organisation_id, String),
            "state", "confirmed",
            "roles", func.jsonb_build_array(Role.HR_VALIDATOR.value),
        )
    )  # fmt: skip
    attended = exists().where(ACCOUNTS.c.is_active, ACCOUNTS.c.affiliations.op("@>")(cast(wanted, JSONB)))
    statement = (
        select(ENROLMENTS.c.organisation_id, func.count().label("waiting"))
        .where(ENROLMENTS.c.status == Status.REQUESTED, ~attended.correlate(ENROLMENTS))
        .group_by(ENROLMENTS.c.organisation_id)
        .order_by(ENROLMENTS.c.organisation_id)
    )
    return [Unattended(**row._mapping) for row in session.execute(statement)]


def mark_missing(session: Session, organisation_id: UUID, *, now: datetime) -> int | None:
    """The version of the fact that a validator is missing since now; None where that was known."""
    fresh = insert(MISSING_VALIDATORS).values(organisation_id=organisation_id, since=now, version=1)
    statement = fresh.on_conflict_do_update(
        index_elements=[MISSING_VALIDATORS.c.organisation_id],
        set_={"since": now, "version": MISSING_VALIDATORS.c.version + 1},
        where=MISSING_VALIDATORS.c.since.is_(None),
    )
    row = session.execute(statement.returning(MISSING_VALIDATORS.c.version)).one_or_none()
    return int(row.version) if row else None


def mark_found(session: Session, *, but: list[UUID]) -> None:
    """Everywhere else nothing waits for a missing validator any more."""
    statement = update(MISSING_VALIDATORS).where(
        MISSING_VALIDATORS.c.since.is_not(None), MISSING_VALIDATORS.c.organisation_id.not_in(but)
    )
    session.execute(statement.values(since=None))
