"""Tell the catalogue how many seats are left."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from enrolment.domain.events import seats_changed
from enrolment.store import seats


def tell_seats(session: Session, training_session_id: UUID, *, now: datetime) -> None:
    """Say the count as it stands in this transaction, once all that changes it is done; its row is locked."""
    found = seats.next_version(session, training_session_id, now=now)
    if found is not None:
        outbox.append(session, seats_changed(found, occurred_at=now))
