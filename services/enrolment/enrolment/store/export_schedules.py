"""Standing wishes for exports, and the exports that were prepared."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert as plain_insert
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Session
from enrolment.domain.exports import ExportKind, FileFormat, Frequency, Prepared, Schedule
from enrolment.store.followup_tables import EXPORT_SCHEDULES, PREPARED_EXPORTS
from enrolment.store.reading import Reader

_SCHEDULES, _PREPARED = EXPORT_SCHEDULES.c, PREPARED_EXPORTS.c


def _schedule(row: Any) -> Schedule:
    kinds = {
        "kind": ExportKind(row.kind), "file_format": FileFormat(row.file_format),
        "frequency": Frequency(row.frequency),
    }  # fmt: skip
    return Schedule(**{**row._mapping, **kinds})


def add(session: Session, schedule: Schedule) -> None:
    """Keep a wish."""
    session.execute(plain_insert(EXPORT_SCHEDULES).values(**vars(schedule)))


def of_account(reader: Reader, account_id: UUID, *, organisation_id: UUID) -> list[Schedule]:
    """The wishes of a person for one organisation."""
    statement = select(EXPORT_SCHEDULES).where(
        _SCHEDULES.account_id == account_id,
        _SCHEDULES.organisation_id == organisation_id,
        _SCHEDULES.ended_at.is_(None),
    )
    return [_schedule(row) for row in reader.execute(statement.order_by(_SCHEDULES.created_at))]


def lock(session: Session, schedule_id: UUID) -> Schedule | None:
    """One wish, locked."""
    statement = select(EXPORT_SCHEDULES).where(_SCHEDULES.schedule_id == schedule_id).with_for_update()
    row = session.execute(statement).one_or_none()
    return _schedule(row) if row else None


def end(session: Session, schedule_id: UUID, *, now: datetime) -> None:
    """End a wish."""
    session.execute(update(EXPORT_SCHEDULES).where(_SCHEDULES.schedule_id == schedule_id).values(ended_at=now))


def go_on(session: Session, schedule_id: UUID, *, next_on: date) -> None:
    """When the next period is over."""
    session.execute(update(EXPORT_SCHEDULES).where(_SCHEDULES.schedule_id == schedule_id).values(next_on=next_on))


def due(session: Session, *, day: date) -> list[UUID]:
    """Wishes whose period is over."""
    statement = select(_SCHEDULES.schedule_id).where(_SCHEDULES.next_on <= day, _SCHEDULES.ended_at.is_(None))
    return sorted(session.scalars(statement))


def prepare(session: Session, prepared: Prepared) -> bool:
    """Keep an export; False where the period was prepared before."""
    statement = (
        insert(PREPARED_EXPORTS).values(**vars(prepared)).on_conflict_do_nothing().returning(_PREPARED.export_id)
    )
    return session.execute(statement).first() is not None


def find(reader: Reader, export_id: UUID) -> Prepared | None:
    """One prepared export."""
    row = reader.execute(select(PREPARED_EXPORTS).where(_PREPARED.export_id == export_id)).one_or_none()
    if row is None:
        return None
    return Prepared(**{**row._mapping, "kind": ExportKind(row.kind), "file_format": FileFormat(row.file_format)})
