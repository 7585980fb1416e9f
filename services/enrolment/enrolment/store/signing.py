"""Codes of half-days, and what participants signed with them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Session
from enrolment.domain.attendance import HalfDay
from enrolment.domain.signing import SigningCode
from enrolment.domain.statuses import PRESENCES, Status
from enrolment.store.followup_tables import SIGNATURES, SIGNING_CODES
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS

_ON_ROSTER = PRESENCES | {Status.ENROLLED}


def _code(row: Any) -> SigningCode:
    return SigningCode(**{**row._mapping, "half_day": HalfDay(row.half_day)})


def keep(session: Session, code: SigningCode) -> SigningCode:
    """Keep the code, or say which one the half-day has already."""
    session.execute(insert(SIGNING_CODES).values(**vars(code)).on_conflict_do_nothing())
    columns = SIGNING_CODES.c
    statement = select(SIGNING_CODES).where(
        columns.training_session_id == code.training_session_id,
        columns.slot_id == code.slot_id,
        columns.half_day == code.half_day,
    )
    return _code(session.execute(statement).one())


def drop(session: Session, training_session_id: UUID, *, slot_id: UUID, half_day: HalfDay) -> None:
    """Make the code of a half-day void: it was seen by somebody who is not in the room."""
    columns = SIGNING_CODES.c
    session.execute(
        delete(SIGNING_CODES).where(
            columns.training_session_id == training_session_id, columns.slot_id == slot_id, columns.half_day == half_day
        )
    )


def find(reader: Reader, code: str) -> SigningCode | None:
    """The half-day that a code stands for."""
    row = reader.execute(select(SIGNING_CODES).where(SIGNING_CODES.c.code == code)).one_or_none()
    return _code(row) if row else None


def of_session(reader: Reader, training_session_id: UUID) -> list[dict[str, Any]]:
    """The codes of a session with the number of signatures, in order of time."""
    signed = (
        select(func.count())
        .select_from(SIGNATURES.join(ENROLMENTS, ENROLMENTS.c.enrolment_id == SIGNATURES.c.enrolment_id))
        .where(
            ENROLMENTS.c.training_session_id == SIGNING_CODES.c.training_session_id,
            SIGNATURES.c.slot_id == SIGNING_CODES.c.slot_id,
            SIGNATURES.c.half_day == SIGNING_CODES.c.half_day,
        )
        .correlate(SIGNING_CODES)
        .scalar_subquery()
        .label("signed")
    )
    statement = (
        select(SIGNING_CODES, signed)
        .where(SIGNING_CODES.c.training_session_id == training_session_id)
        .order_by(SIGNING_CODES.c.opens_at)
    )
    return [{**row._mapping, "half_day": HalfDay(row.half_day)} for row in reader.execute(statement)]


def participant(reader: Reader, account_id: UUID, *, training_session_id: UUID) -> UUID | None:
    """The request with which a person takes part in a session."""
    statement = select(ENROLMENTS.c.enrolment_id).where(
        ENROLMENTS.c.account_id == account_id,
        ENROLMENTS.c.training_session_id == training_session_id,
        ENROLMENTS.c.status.in_(_ON_ROSTER),
    )
    return reader.execute(statement).scalars().first()


def sign(session: Session, enrolment_id: UUID, *, code: SigningCode, now: datetime) -> bool:
    """Keep a signature; says whether it is the first one."""
    values = {"enrolment_id": enrolment_id, "slot_id": code.slot_id, "half_day": code.half_day, "signed_at": now}
    statement = insert(SIGNATURES).values(values).on_conflict_do_nothing().returning(SIGNATURES.c.signed_at)
    return session.execute(statement).first() is not None


def signatures_of(reader: Reader, enrolment_ids: Iterable[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What participants signed, by request."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    statement = select(SIGNATURES).where(SIGNATURES.c.enrolment_id.in_(list(enrolment_ids)))
    for row in reader.execute(statement.order_by(SIGNATURES.c.signed_at)):
        found[row.enrolment_id].append({**row._mapping, "half_day": HalfDay(row.half_day)})
    return found
