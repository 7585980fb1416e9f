"""Small questions about one request and its person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from enrolment.domain.attendance import HalfDay
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, MOVES


def is_of(reader: Reader, enrolment_id: UUID, *, account_id: UUID) -> bool:
    """Whether it is this person's request."""
    statement = select(ENROLMENTS.c.account_id).where(ENROLMENTS.c.enrolment_id == enrolment_id)
    return reader.execute(statement).scalar_one_or_none() == account_id


def presence_of(reader: Reader, enrolment_id: UUID, *, account_id: UUID) -> datetime | None:
    """When the presence of this person was recorded; None where it was not, or is somebody else's."""
    statement = select(ENROLMENTS.c.presence_recorded_at).where(
        ENROLMENTS.c.enrolment_id == enrolment_id, ENROLMENTS.c.account_id == account_id
    )
    found: datetime | None = reader.execute(statement).scalar_one_or_none()
    return found


def last_attendance(reader: Reader, enrolment_id: UUID) -> list[tuple[UUID, HalfDay]]:
    """The half-days of the presence as it was last told, in their order."""
    statement = (
        select(MOVES.c.attendance)
        .where(MOVES.c.enrolment_id == enrolment_id, MOVES.c.attendance.is_not(None))
        .order_by(MOVES.c.number.desc())
        .limit(1)
    )
    told = reader.execute(statement).scalar_one_or_none() or {"half_days": []}
    return [(UUID(entry["slot_id"]), HalfDay(entry["half_day"])) for entry in told["half_days"]]
