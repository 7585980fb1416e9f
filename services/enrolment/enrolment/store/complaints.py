"""The register of complaints, each linked to its request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, tuple_, update

from chassis.database import Session
from chassis.ids import new_id
from enrolment.store.followup_tables import COMPLAINTS
from enrolment.store.listings import Runner, is_run_by
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, ORGANISATIONS, PROFILES, TRAINING_ACTIONS, TRAINING_SESSIONS


@dataclass(frozen=True, kw_only=True)
class ComplaintQuery:
    """Which complaints: of a person, of the actions somebody runs, or (both None) all; open ones only, after which."""

    limit: int
    account_id: UUID | None = None
    runner: Runner | None = None
    complaint_id: UUID | None = None
    is_open: bool | None = None
    after: tuple[datetime, UUID] | None = None


def register(session: Session, enrolment_id: UUID, *, topic: str, body: str, now: datetime) -> UUID:
    """Keep a complaint."""
    key = new_id()
    values = {
        "complaint_id": key, "enrolment_id": enrolment_id, "topic": topic, "body": body, "registered_at": now,
    }  # fmt: skip
    session.execute(insert(COMPLAINTS).values(values))
    return key


def answer(session: Session, complaint_id: UUID, *, text: str, by: UUID, now: datetime) -> bool:
    """Keep the one answer; False where somebody was first."""
    columns = COMPLAINTS.c
    statement = (
        update(COMPLAINTS)
        .where(columns.complaint_id == complaint_id, columns.answered_at.is_(None))
        .values(answer=text, answered_at=now, answered_by=by)
        .returning(columns.complaint_id)
    )
    return session.execute(statement).first() is not None


def page(reader: Reader, query: ComplaintQuery) -> list[dict[str, Any]]:
    """Latest first, with the request and its people."""
    columns = COMPLAINTS.c
    statement = (
        select(
            *columns, ENROLMENTS.c.account_id, ENROLMENTS.c.training_session_id, ENROLMENTS.c.status,
            TRAINING_ACTIONS.c.title.label("action_title"), TRAINING_SESSIONS.c.first_day,
            TRAINING_SESSIONS.c.last_day, ORGANISATIONS.c.name.label("organisation_name"),
            PROFILES.c.civility, PROFILES.c.given_name, PROFILES.c.family_name, PROFILES.c.email,
        )
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == columns.enrolment_id)
        .outerjoin(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id)
        .outerjoin(TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == ENROLMENTS.c.training_session_id)
        .outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == ENROLMENTS.c.organisation_id)
        .outerjoin(PROFILES, PROFILES.c.account_id == ENROLMENTS.c.account_id)
        .order_by(columns.registered_at.desc(), columns.complaint_id.desc())
        .limit(query.limit)
    )  # fmt: skip
    if query.account_id is not None:
        statement = statement.where(ENROLMENTS.c.account_id == query.account_id)
    if query.runner is not None:
        statement = statement.where(is_run_by(query.runner))
    if query.complaint_id is not None:
        statement = statement.where(columns.complaint_id == query.complaint_id)
    if query.is_open is not None:
        statement = statement.where(
            columns.answered_at.is_(None) if query.is_open else columns.answered_at.is_not(None)
        )
    if query.after is not None:
        statement = statement.where(tuple_(columns.registered_at, columns.complaint_id) < query.after)
    return [dict(row._mapping) for row in reader.execute(statement)]


def to_tell(
    reader: Reader, *, complaint_id: UUID | None = None, after: UUID | None = None, limit: int = 1
) -> list[dict[str, Any]]:
    """Entries as neighbours are told, by key: one of them, or those after a key."""
    columns = COMPLAINTS.c
    statement = (
        select(
            columns.complaint_id, columns.topic, columns.registered_at, columns.answered_at,
            ENROLMENTS.c.training_session_id, ENROLMENTS.c.training_action_id,
        )
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == columns.enrolment_id)
        .order_by(columns.complaint_id)
        .limit(limit)
    )  # fmt: skip
    if complaint_id is not None:
        statement = statement.where(columns.complaint_id == complaint_id)
    if after is not None:
        statement = statement.where(columns.complaint_id > after)
    return [dict(row._mapping) for row in reader.execute(statement)]


def erase_words(session: Session, account_id: UUID) -> None:
    """Remove what a person complained of."""
    own = select(ENROLMENTS.c.enrolment_id).where(ENROLMENTS.c.account_id == account_id)
    session.execute(update(COMPLAINTS).where(COMPLAINTS.c.enrolment_id.in_(own)).values(body=""))
