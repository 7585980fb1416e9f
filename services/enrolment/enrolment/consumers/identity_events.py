"""What identity says."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Event
from enrolment.usecases.drop_lost_requests import drop_requests_of_account, drop_requests_of_organisation
from enrolment.usecases.forget_person import forget_person
from enrolment.usecases.note_people import note_account_rights, note_organisation, note_profile


def on_account_rights_told(session: Session, event: Event, now: datetime) -> None:
    """Registered, changed or closed: each tells all rights of the account."""
    note_account_rights(session, event)


def on_account_rights_lost(session: Session, event: Event, now: datetime) -> None:
    """What the rights, as they stand now, no longer carry is cancelled."""
    drop_requests_of_account(session, event.subject, now=now)


def on_account_profile_changed(session: Session, event: Event, now: datetime) -> None:
    """Validators and trainers read names."""
    note_profile(session, event)


def on_account_anonymised(session: Session, event: Event, now: datetime) -> None:
    """The person is forgotten."""
    forget_person(session, event.subject, now=now)


def on_organisation_told(session: Session, event: Event, now: datetime) -> None:
    """Registered, changed or closed: each tells the whole organisation."""
    note_organisation(session, event)


def on_organisation_closed(session: Session, event: Event, now: datetime) -> None:
    """What waits for a decision or a seat is cancelled, at once or, by the job, on the day it closes."""
    drop_requests_of_organisation(session, event.subject, now=now)
