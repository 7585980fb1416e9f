"""Rows to search, made by the use cases."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import TrainingAction
from catalogue.domain.training_sessions import TrainingSession
from catalogue.usecases.create_training_action import create_training_action
from catalogue.usecases.note_seats import note_seats
from catalogue.usecases.publish_training_action import publish_training_action
from catalogue.usecases.schedule_training_session import schedule_training_session
from chassis.database import transaction
from chassis.events import Event
from chassis.tables import OUTBOX
from services.catalogue.tests.samples import NOW, STAFF, description, two_days


def a_draft(**changes: Any) -> TrainingAction:
    with transaction() as session:
        return create_training_action(session, description(**changes), editor=STAFF, now=NOW)


def a_published_action(**changes: Any) -> TrainingAction:
    with transaction() as session:
        action = create_training_action(session, description(**changes), editor=STAFF, now=NOW)
        return publish_training_action(
            session, action.training_action_id, editor=STAFF, expected_revision=None, now=NOW
        )


def a_session(action: TrainingAction, plan: SessionPlan | None = None, *, now: datetime = NOW) -> TrainingSession:
    with transaction() as session:
        return schedule_training_session(
            session, action.training_action_id, plan=plan or two_days(), editor=STAFF, now=now
        )


def an_offer(first: date = date(2026, 12, 21), **changes: Any) -> TrainingAction:
    """A published action with one session."""
    action = a_published_action(**changes)
    a_session(action, two_days(first))
    return action


def tell_seats(training_session_id: UUID, *, taken: int, version: int, capacity: int = 4, waiting: int = 0) -> bool:
    data = {
        "training_session_id": str(training_session_id),
        "capacity": capacity,
        "taken_seats": taken,
        "remaining_seats": capacity - taken,
        "waiting": waiting,
        "waiting_list_capacity": 2,
        "is_full": taken >= capacity,
    }
    event = Event(
        type="training_session.seats_changed.v1",
        subject=training_session_id,
        subject_version=version,
        data=data,
        occurred_at=NOW,
    )
    with transaction() as session:
        return note_seats(session, event)


def told(subject: UUID) -> list[Any]:
    """What was said about a subject, in order."""
    with transaction() as session:
        return list(session.execute(select(OUTBOX).where(OUTBOX.c.subject == subject).order_by(OUTBOX.c.position)))
