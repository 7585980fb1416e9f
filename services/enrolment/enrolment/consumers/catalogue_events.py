"""What the catalogue says."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Event
from enrolment.usecases.follow_training_session import call_off, follow_move
from enrolment.usecases.note_offers import note_training_action, note_training_session


def on_training_action_told(session: Session, event: Event, now: datetime) -> None:
    """Published, given to another provider or withdrawn: each tells the terms in force."""
    note_training_action(session, event)


def on_training_session_told(session: Session, event: Event, now: datetime) -> None:
    """Scheduled, moved, changed or cancelled: each tells the whole session; new seats go to the waiting list."""
    note_training_session(session, event, now=now)


def on_training_session_moved(session: Session, event: Event, now: datetime) -> None:
    """Requests stay, and may be left freely for some days."""
    follow_move(session, event.subject, moved_at=event.occurred_at, now=now)


def on_training_session_cancelled(session: Session, event: Event, now: datetime) -> None:
    """Requests are cancelled and rights given back."""
    call_off(session, event.subject, now=now)
