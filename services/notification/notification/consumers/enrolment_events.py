"""What enrolment says: every move of a request."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Event
from chassis.hearing import Heard
from notification.usecases.forget_ghosts import forget_enrolments
from notification.usecases.keep_copies import keep_enrolment
from notification.usecases.tell_fact import tell_fact

FACTS = (
    "requested",
    "waitlisted",
    "offered",
    "pre_enrolled",
    "refused_by_hr",
    "enrolled",
    "declined",
    "cancelled",
    "expired",
    "attended",
    "partially_attended",
    "absent",
)

FOLLOW_UPS = (
    "information.requested",
    "information.received",
    "information.missed",
    "decision.delayed",
    "questionnaire.opened",
    "presence.contested",
    "presence.settled",
    "export.prepared",
    "deputy.named",
)


def on_enrolment_told(session: Session, event: Event, _now: datetime) -> None:
    """The copy of the enrolment."""
    keep_enrolment(session, event)


def on_enrolment_moved(session: Session, event: Event, now: datetime) -> None:
    """The reaction: those concerned are told."""
    tell_fact(session, event, now=now)


def on_reminder(session: Session, event: Event, now: datetime) -> None:
    """What enrolment found to be due: somebody is reminded."""
    tell_fact(session, event, now=now)


def on_follow_up(session: Session, event: Event, now: datetime) -> None:
    """What follows a request: those concerned are told."""
    tell_fact(session, event, now=now)


HEARD = (
    *(
        row
        for fact in FACTS
        for row in (
            Heard(speaker="enrolment", event=f"enrolment.{fact}.v1", handle=on_enrolment_told, is_copy=True),
            Heard(speaker="enrolment", event=f"enrolment.{fact}.v1", handle=on_enrolment_moved),
        )
    ),
    Heard(speaker="enrolment", event="session_reminder.triggered.v1", handle=on_reminder),
    Heard(speaker="enrolment", event="hr_validator.missed.v1", handle=on_reminder),
    *(Heard(speaker="enrolment", event=f"{fact}.v1", handle=on_follow_up) for fact in FOLLOW_UPS),
)
CLOSINGS = {"enrolment": forget_enrolments}
