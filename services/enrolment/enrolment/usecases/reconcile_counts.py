"""Look for counts that differ from what they count, and set them right. There should never be any."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from enrolment.store import enrolments, rights, seats
from enrolment.usecases.tell_seats import tell_seats


def find_miscounted_seats(session: Session) -> list[UUID]:
    """Sessions to look at again under lock."""
    return seats.miscounted(session)


def find_miscounted_rights(session: Session) -> list[tuple[UUID, int]]:
    """People and years to look at again under lock."""
    return rights.miscounted(session)


def reconcile_seats(session: Session, training_session_id: UUID, *, now: datetime) -> bool:
    """Count the seats of one session under its lock; says whether the count was wrong."""
    seats.lock(session, [training_session_id])
    taken, waiting = enrolments.counted(session, training_session_id)
    if seats.recount(session, training_session_id, taken=taken, waiting=waiting) is None:
        return False
    tell_seats(session, training_session_id, now=now)
    return True


def reconcile_rights(session: Session, account_id: UUID, *, year: int) -> bool:
    """Count the rights a person used under lock; says whether the count was wrong."""
    before = rights.lock(session, [(account_id, year)])[(account_id, year)]
    return rights.recount(session, (account_id, year)) != before
