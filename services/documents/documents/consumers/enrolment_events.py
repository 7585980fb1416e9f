"""What enrolment says: every request and what became of it, complaints, satisfaction."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Event
from chassis.hearing import Heard
from documents.usecases.forget_ghosts import forget_complaints, forget_enrolments, forget_satisfactions
from documents.usecases.keep_copies import keep_complaint, keep_enrolment, keep_satisfaction
from documents.usecases.request_document import request_convocation, request_of_presence

PRESENCES = ("attended", "partially_attended", "absent")
SEAT_TAKEN_OR_LOST = ("enrolled", "refused_by_hr", "declined", "cancelled", "expired")
UNDECIDED = ("requested", "waitlisted", "offered", "pre_enrolled")


def on_enrolment_told(session: Session, event: Event, _now: datetime) -> None:
    """The copy of the enrolment."""
    keep_enrolment(session, event)


def on_presence_recorded(session: Session, event: Event, now: datetime) -> None:
    """The reaction: the presence asks for its papers."""
    request_of_presence(session, enrolment_id=event.subject, now=now)


def on_seat_taken_or_lost(session: Session, event: Event, now: datetime) -> None:
    """The reaction: whoever is enrolled gets a convocation, whoever no longer is loses it."""
    request_convocation(session, enrolment_id=event.subject, now=now)


def on_complaint_told(session: Session, event: Event, _now: datetime) -> None:
    """complaint.registered, answered: one state."""
    keep_complaint(session, event)


def on_satisfaction_counted(session: Session, event: Event, _now: datetime) -> None:
    """The copy of what participants thought."""
    keep_satisfaction(session, event)


HEARD = (
    *(
        Heard(speaker="enrolment", event=f"enrolment.{fact}.v1", handle=on_enrolment_told, is_copy=True)
        for fact in (*UNDECIDED, *SEAT_TAKEN_OR_LOST, *PRESENCES)
    ),
    *(Heard(speaker="enrolment", event=f"enrolment.{fact}.v1", handle=on_presence_recorded) for fact in PRESENCES),
    *(
        Heard(speaker="enrolment", event=f"enrolment.{fact}.v1", handle=on_seat_taken_or_lost)
        for fact in SEAT_TAKEN_OR_LOST
    ),
    *(
        Heard(speaker="enrolment", event=f"complaint.{fact}.v1", handle=on_complaint_told, is_copy=True)
        for fact in ("registered", "answered")
    ),
    Heard(speaker="enrolment", event="satisfaction.counted.v1", handle=on_satisfaction_counted, is_copy=True),
)
CLOSINGS = {"enrolment": forget_enrolments, "complaint": forget_complaints, "satisfaction": forget_satisfactions}
