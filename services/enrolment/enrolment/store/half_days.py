"""Presence recorded per half-day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from enrolment.domain.attendance import RecordedHalfDay
from enrolment.store.tables import HALF_DAYS


def record(
    session: Session, enrolment_id: UUID, *, half_days: Sequence[RecordedHalfDay], by: UUID | None, now: datetime
) -> None:
    """Write what a person attended; a half-day written before is overwritten."""
    if not half_days:
        return
    rows = [
        {
            "enrolment_id": enrolment_id,
            "slot_id": entry.slot_id,
            "half_day": entry.half_day,
            "net_minutes": entry.net_minutes,
            "recorded_at": now,
            "recorded_by": by,
        }
        for entry in half_days
    ]
    statement = insert(HALF_DAYS).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["enrolment_id", "slot_id", "half_day"],
            set_={name: statement.excluded[name] for name in ("net_minutes", "recorded_at", "recorded_by")},
            where=HALF_DAYS.c.net_minutes != statement.excluded.net_minutes,
        )
    )


def of(session: Session, enrolment_ids: Iterable[UUID]) -> dict[UUID, list[RecordedHalfDay]]:
    """What is recorded, by request."""
    statement = select(
        HALF_DAYS.c.enrolment_id, HALF_DAYS.c.slot_id, HALF_DAYS.c.half_day, HALF_DAYS.c.net_minutes
    ).where(HALF_DAYS.c.enrolment_id.in_(list(enrolment_ids)))
    found: dict[UUID, list[RecordedHalfDay]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.enrolment_id].append(
            RecordedHalfDay(slot_id=row.slot_id, half_day=row.half_day, net_minutes=row.net_minutes)
        )
    return found
