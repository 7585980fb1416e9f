"""What identity says."""

from datetime import datetime

from catalogue.usecases.forget_person import forget_person
from catalogue.usecases.note_organisation import note_organisation
from chassis.database import Session
from chassis.events import Event


def on_organisation_told(session: Session, event: Event, now: datetime) -> None:
    """Registered, changed or closed: each tells the whole organisation."""
    note_organisation(session, event)


def on_account_anonymised(session: Session, event: Event, now: datetime) -> None:
    """A trainer's name goes."""
    forget_person(session, event.subject, now=now)
