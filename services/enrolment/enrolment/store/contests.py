"""Contested presences."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from chassis.database import Session
from chassis.ids import new_id
from enrolment.store.followup_tables import CONTESTS
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS

_COLUMNS = CONTESTS.c


def add(session: Session, enrolment_id: UUID, *, reason: str, now: datetime) -> dict[str, Any]:
    """Keep what a person says; the database has one open contest a request."""
    values = {
        "contest_id": new_id(), "enrolment_id": enrolment_id, "reason": reason, "contested_at": now, "version": 1,
    }  # fmt: skip
    return dict(session.execute(insert(CONTESTS).values(values).returning(*_COLUMNS)).one()._mapping)


def open_of(session: Session, enrolment_id: UUID) -> dict[str, Any] | None:
    """The one that waits for an answer, locked."""
    statement = select(CONTESTS).where(_COLUMNS.enrolment_id == enrolment_id, _COLUMNS.settled_at.is_(None))
    row = session.execute(statement.with_for_update()).one_or_none()
    return dict(row._mapping) if row else None


def settle(session: Session, contest_id: UUID, *, outcome: str, answer: str, by: UUID, now: datetime) -> dict[str, Any]:
    """Keep the answer."""
    statement = (
        update(CONTESTS)
        .where(_COLUMNS.contest_id == contest_id)
        .values(outcome=outcome, answer=answer, settled_at=now, settled_by=by, version=_COLUMNS.version + 1)
        .returning(*_COLUMNS)
    )
    return dict(session.execute(statement).one()._mapping)


def last_of(reader: Reader, enrolment_id: UUID) -> dict[str, Any] | None:
    """The latest one."""
    statement = select(CONTESTS).where(_COLUMNS.enrolment_id == enrolment_id)
    row = reader.execute(statement.order_by(_COLUMNS.contested_at.desc()).limit(1)).one_or_none()
    return dict(row._mapping) if row else None


def open_in_session(reader: Reader, training_session_id: UUID) -> dict[UUID, dict[str, Any]]:
    """Those of a session that wait for an answer, by request."""
    statement = (
        select(CONTESTS)
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == _COLUMNS.enrolment_id)
        .where(ENROLMENTS.c.training_session_id == training_session_id, _COLUMNS.settled_at.is_(None))
    )
    return {row.enrolment_id: dict(row._mapping) for row in reader.execute(statement)}


def erase_words(session: Session, account_id: UUID) -> None:
    """Remove what a person said."""
    own = select(ENROLMENTS.c.enrolment_id).where(ENROLMENTS.c.account_id == account_id)
    session.execute(update(CONTESTS).where(_COLUMNS.enrolment_id.in_(own)).values(reason=""))
