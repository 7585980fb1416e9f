"""Questions of providers, and the messages of each request's thread."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from chassis.database import Session
from chassis.ids import new_id
from chassis.principal import Principal
from enrolment.domain.inquiries import Inquiry
from enrolment.domain.statuses import Status
from enrolment.store.followup_tables import INQUIRIES, THREAD_MESSAGES
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, PROFILES


def add(session: Session, inquiry: Inquiry) -> None:
    """Keep a question; the database has one open question a request."""
    session.execute(insert(INQUIRIES).values(**vars(inquiry)))


def save(session: Session, inquiry: Inquiry) -> None:
    """Write what changed; the row is locked."""
    session.execute(update(INQUIRIES).where(INQUIRIES.c.inquiry_id == inquiry.inquiry_id).values(**vars(inquiry)))


def open_of(session: Session, enrolment_id: UUID) -> Inquiry | None:
    """The question that waits for an answer, locked."""
    statement = select(INQUIRIES).where(INQUIRIES.c.enrolment_id == enrolment_id, INQUIRIES.c.answered_at.is_(None))
    row = session.execute(statement.with_for_update()).one_or_none()
    return Inquiry(**row._mapping) if row else None


def lock(session: Session, inquiry_id: UUID) -> Inquiry | None:
    """One question, locked."""
    row = session.execute(select(INQUIRIES).where(INQUIRIES.c.inquiry_id == inquiry_id).with_for_update()).one_or_none()
    return Inquiry(**row._mapping) if row else None


def last_of(reader: Reader, enrolment_id: UUID) -> Inquiry | None:
    """The latest question."""
    statement = select(INQUIRIES).where(INQUIRIES.c.enrolment_id == enrolment_id)
    row = reader.execute(statement.order_by(INQUIRIES.c.asked_at.desc()).limit(1)).one_or_none()
    return Inquiry(**row._mapping) if row else None


def missed(session: Session, *, before: date) -> list[UUID]:
    """Questions whose day is over without an answer, of requests that still wait, and of which nobody was told."""
    statement = (
        select(INQUIRIES.c.inquiry_id)
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == INQUIRIES.c.enrolment_id)
        .where(
            INQUIRIES.c.answered_at.is_(None),
            INQUIRIES.c.missed_told_at.is_(None),
            INQUIRIES.c.due_on < before,
            ENROLMENTS.c.status == Status.PRE_ENROLLED,
        )
    )
    return sorted(session.scalars(statement))


def write(session: Session, enrolment_id: UUID, *, by: Principal, body: str, now: datetime) -> None:
    """Add a message to the thread."""
    values = {
        "message_id": new_id(), "enrolment_id": enrolment_id, "account_id": by.account_id,
        "role": by.active_role, "body": body, "written_at": now,
    }  # fmt: skip
    session.execute(insert(THREAD_MESSAGES).values(values))


def thread(reader: Reader, enrolment_id: UUID) -> list[dict[str, Any]]:
    """The messages with the names of who wrote them, first one first."""
    columns = THREAD_MESSAGES.c
    statement = (
        select(*columns, PROFILES.c.given_name, PROFILES.c.family_name)
        .outerjoin(PROFILES, PROFILES.c.account_id == columns.account_id)
        .where(columns.enrolment_id == enrolment_id)
        .order_by(columns.written_at, columns.message_id)
    )
    return [dict(row._mapping) for row in reader.execute(statement)]


def erase_words(session: Session, account_id: UUID) -> None:
    """Remove what a person wrote."""
    session.execute(update(THREAD_MESSAGES).where(THREAD_MESSAGES.c.account_id == account_id).values(body=""))
