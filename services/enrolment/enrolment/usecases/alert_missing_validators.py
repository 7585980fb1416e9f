"""The last HR validator of an organisation is gone: its requests wait, and its referents are alerted once."""

from datetime import datetime

from chassis import outbox
from chassis.database import Session
from enrolment.domain.events import hr_validator_missed
from enrolment.store import reminders


def alert_missing_validators(session: Session, *, now: datetime) -> int:
    """Say where requests wait for nobody; says how many organisations are new among them."""
    found = reminders.unattended(session)
    reminders.mark_found(session, but=[entry.organisation_id for entry in found])
    count = 0
    for entry in found:
        version = reminders.mark_missing(session, entry.organisation_id, now=now)
        if version is not None:
            event = hr_validator_missed(entry.organisation_id, waiting=entry.waiting, version=version, occurred_at=now)
            outbox.append(session, event)
            count += 1
    return count
