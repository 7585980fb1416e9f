"""Repeat our state to a neighbour.

Requests to documents and notification, complaints and satisfaction to documents, counts of seats to the catalogue.
"""

from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from chassis.states import State
from enrolment.domain.events import enrolment_moved, seats_changed
from enrolment.domain.notices import complaint_told, satisfaction_counted
from enrolment.domain.statuses import Status
from enrolment.store import complaints, enrolments, seats, told_satisfactions


def page_of_enrolments(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """Every request, as its last move told it."""
    found = enrolments.page_with_last_move(session, after, limit=limit, statuses=list(Status))
    return [enrolment_moved(enrolment, move) for enrolment, move in found]


def page_of_seats(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """The count of every session."""
    found = seats.page(session, after, limit)
    return [seats_changed(entry, occurred_at=entry.told_at) for entry in found if entry.told_at is not None]


def page_of_complaints(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """The register."""
    return [complaint_told(complaint) for complaint in complaints.to_tell(session, after=after, limit=limit)]


def page_of_satisfactions(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """The numbers of every action, as they were told."""
    return [satisfaction_counted(told) for told in told_satisfactions.page(session, after, limit)]


STATES = (
    State(name="enrolment", to=("documents", "notification"), page=page_of_enrolments),
    State(name="complaint", to=("documents",), page=page_of_complaints),
    State(name="satisfaction", to=("documents",), page=page_of_satisfactions),
    State(name="seats", to=("catalogue",), page=page_of_seats),
)
