"""Remember memberships that end soon; each reminder is said once."""

from datetime import datetime, timedelta

from chassis import outbox
from chassis.clock import PARIS
from chassis.database import Session
from identity.domain.membership_requests import REMINDERS, expiry_announced, reminder_due
from identity.store import organisations, requests


def announce_expiries(session: Session, *, now: datetime) -> int:
    """Say which memberships end within the days of `REMINDERS`, where no later one follows; says how many."""
    today, said = now.astimezone(PARIS).date(), 0
    for membership in requests.memberships_ending(session, first=today, last=today + timedelta(days=max(REMINDERS))):
        organisation = organisations.find_organisation(session, membership.organisation_id)
        mark = reminder_due(organisation, membership, today=today) if organisation else None
        if mark is not None and requests.note_reminder(session, membership.id, days_before=mark, now=now):
            days_left = (membership.ends_on - today).days
            outbox.append(session, expiry_announced(membership, days_left=days_left, now=now))
            said += 1
    return said
