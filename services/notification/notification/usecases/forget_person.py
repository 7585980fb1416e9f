"""Forget a person: the contact and all that was written to or about them go; that it was sent stays."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from notification.store import copies, messages


def forget_person(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Erase; what still waited is not sent. A second time changes nothing."""
    copies.erase_contact(session, account_id, now=now)
    for message in messages.lock_of_person(session, account_id):
        message.erase(now=now)
