"""What enrolment says: presences."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Event
from chassis.hearing import Heard
from documents.usecases.forget_ghosts import forget_presences
from documents.usecases.keep_copies import keep_presence
from documents.usecases.request_document import request_document

PRESENCES = ("attended", "partially_attended", "absent")


def on_presence_told(session: Session, event: Event, _now: datetime) -> None:
    """The copy of the presence."""
    keep_presence(session, event)


def on_presence_recorded(session: Session, event: Event, now: datetime) -> None:
    """The reaction: the presence asks for its certificate."""
    request_document(session, enrolment_id=event.subject, now=now)


HEARD = tuple(
    row
    for fact in PRESENCES
    for row in (
        Heard(speaker="enrolment", event=f"enrolment.{fact}.v1", handle=on_presence_told, is_copy=True),
        Heard(speaker="enrolment", event=f"enrolment.{fact}.v1", handle=on_presence_recorded),
    )
)
CLOSINGS = {"enrolment": forget_presences}
