"""Which sessions were closed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Session
from enrolment.domain.statuses import PRESENCES, Status
from enrolment.store.followup_tables import CLOSINGS, QUESTIONNAIRES
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS


def close(session: Session, training_session_id: UUID, *, by: UUID, now: datetime) -> None:
    """Close once; a second closing waits for the first and changes nothing."""
    values = {"training_session_id": training_session_id, "closed_at": now, "closed_by": by}
    session.execute(insert(CLOSINGS).values(values).on_conflict_do_nothing())


def read(reader: Reader, training_session_id: UUID) -> dict[str, Any]:
    """When it was closed (None: not yet), and the counts that tell how far everything has come."""
    of_session = ENROLMENTS.c.training_session_id == training_session_id
    statuses = ENROLMENTS.c.status
    counts = reader.execute(
        select(
            func.count().filter(statuses == Status.ENROLLED).label("missing"),
            func.count().filter(statuses.in_(PRESENCES)).label("recorded"),
            func.count().filter(statuses.in_(PRESENCES - {Status.ABSENT})).label("present"),
            func.count().filter(ENROLMENTS.c.evaluation.is_not(None)).label("evaluated"),
        ).where(of_session)
    ).one()
    questionnaires = reader.execute(
        select(
            func.count().label("questionnaires"),
            func.count().filter(QUESTIONNAIRES.c.answered_at.is_not(None)).label("answers"),
        ).where(QUESTIONNAIRES.c.training_session_id == training_session_id)
    ).one()
    closed = reader.execute(
        select(CLOSINGS.c.closed_at).where(CLOSINGS.c.training_session_id == training_session_id)
    ).scalar_one_or_none()
    return {"closed_at": closed, **counts._mapping, **questionnaires._mapping}


def closed_sessions_to_complete(session: Session) -> list[UUID]:
    """Closed sessions with somebody present who has no questionnaire: a presence that was corrected afterwards."""
    statement = (
        select(CLOSINGS.c.training_session_id)
        .distinct()
        .join(ENROLMENTS, ENROLMENTS.c.training_session_id == CLOSINGS.c.training_session_id)
        .outerjoin(QUESTIONNAIRES, QUESTIONNAIRES.c.enrolment_id == ENROLMENTS.c.enrolment_id)
        .where(ENROLMENTS.c.status.in_(PRESENCES - {Status.ABSENT}), QUESTIONNAIRES.c.enrolment_id.is_(None))
    )
    return sorted(session.scalars(statement))
