"""What enrolment says."""

from datetime import datetime

from catalogue.usecases.note_seats import note_seats
from chassis.database import Session
from chassis.events import Event


def on_training_session_seats_changed(session: Session, event: Event, now: datetime) -> None:
    """Cards and pages show the new count."""
    note_seats(session, event)
