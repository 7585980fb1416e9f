"""Rows of sessions and their slots."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.domain.training_sessions import TrainingSession
from catalogue.store.tables import TRAINING_SESSIONS
from chassis.errors import NotFound


def lock_training_session(session: Session, training_session_id: UUID) -> TrainingSession:
    """
    Raises:
        NotFound
    """
    training_session = session.get(TrainingSession, training_session_id, with_for_update=True, populate_existing=True)
    if training_session is None:
        raise NotFound()
    return training_session


def read_training_session(session: Session, training_session_id: UUID) -> TrainingSession:
    """
    Raises:
        NotFound
    """
    training_session = session.get(TrainingSession, training_session_id)
    if training_session is None:
        raise NotFound()
    return training_session


def sessions_after(session: Session, after: UUID | None, limit: int) -> list[TrainingSession]:
    """Sessions in the order of their keys."""
    statement = select(TrainingSession).order_by(TRAINING_SESSIONS.c.training_session_id).limit(limit)
    if after is not None:
        statement = statement.where(TRAINING_SESSIONS.c.training_session_id > after)
    return list(session.scalars(statement))
