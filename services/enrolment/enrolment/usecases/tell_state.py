"""Repeat our state to a neighbour: requests to documents and notification, counts of seats to the catalogue."""

from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from chassis.states import State
from enrolment.domain.events import enrolment_moved, seats_changed
from enrolment.domain.statuses import Status
from enrolment.store import enrolments, seats


def page_of_enrolments(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """Every request, as its last move told it."""
    found = enrolments.page_with_last_move(session, after, limit=limit, statuses=list(Status))
    return [enrolment_moved(enrolment, move) for enrolment, move in found]


def page_of_seats(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """The count of every session."""
    found = seats.page(session, after, limit)
    return [seats_changed(entry, occurred_at=entry.told_at) for entry in found if entry.told_at is not None]


STATES = (
    State(name="enrolment", to=("documents", "notification"), page=page_of_enrolments),
    State(name="seats", to=("catalogue",), page=page_of_seats),
)
