"""Which requests wait too long for their employer, and who was reminded of which."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Session
from enrolment.domain.statuses import Status
from enrolment.store.followup_tables import REMINDERS
from enrolment.store.tables import ENROLMENTS


def organisations_waiting(session: Session, *, asked_before: datetime) -> list[UUID]:
    """Organisations with a request that waits since before then."""
    statement = (
        select(ENROLMENTS.c.organisation_id)
        .where(ENROLMENTS.c.status == Status.REQUESTED, ENROLMENTS.c.requested_at <= asked_before)
        .distinct()
    )
    return sorted(session.scalars(statement))


def unreminded(
    session: Session, organisation_id: UUID, *, level: str, asked_before: datetime
) -> list[tuple[UUID, datetime]]:
    """Requests that wait since before then and of which nobody was reminded at this level, oldest first."""
    reminded = exists().where(REMINDERS.c.enrolment_id == ENROLMENTS.c.enrolment_id, REMINDERS.c.level == level)
    statement = (
        select(ENROLMENTS.c.enrolment_id, ENROLMENTS.c.requested_at)
        .where(
            ENROLMENTS.c.organisation_id == organisation_id,
            ENROLMENTS.c.status == Status.REQUESTED,
            ENROLMENTS.c.requested_at <= asked_before,
            ~reminded,
        )
        .order_by(ENROLMENTS.c.requested_at, ENROLMENTS.c.enrolment_id)
    )
    return [(row.enrolment_id, row.requested_at) for row in session.execute(statement)]


def remember(session: Session, enrolment_ids: Collection[UUID], *, level: str, now: datetime) -> set[UUID]:
    """Note the reminders; says which of them are new."""
    rows = [{"enrolment_id": key, "level": level, "reminded_at": now} for key in enrolment_ids]
    statement = insert(REMINDERS).values(rows).on_conflict_do_nothing().returning(REMINDERS.c.enrolment_id)
    return set(session.scalars(statement))
