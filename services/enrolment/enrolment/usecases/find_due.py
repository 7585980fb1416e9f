"""What the clock's jobs look for: sessions and organisations where something is due."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from enrolment.domain.deadlines import day_of
from enrolment.store import enrolments, people
from enrolment.usecases.lock_places import lock_places
from enrolment.usecases.promote_from_waiting_list import promote_from_waiting_list
from enrolment.usecases.tell_seats import tell_seats


def sessions_to_expire(session: Session, *, now: datetime) -> list[UUID]:
    """Sessions that have begun while somebody still owes a decision."""
    return enrolments.begun_with_undecided(session, now=now)


def offers_to_lapse(session: Session, *, now: datetime) -> list[UUID]:
    """Requests whose offered place was not answered in time."""
    return enrolments.lapsed_offers(session, now=now)


def sessions_to_promote(session: Session) -> list[UUID]:
    """Sessions with a waiting list."""
    return enrolments.sessions_with_waiting(session)


def sessions_to_call_off(session: Session) -> list[UUID]:
    """Cancelled sessions with live requests, which the message of the cancellation should have ended."""
    return enrolments.cancelled_with_live(session)


def organisations_to_drop(session: Session, *, now: datetime) -> list[UUID]:
    """Organisations that have ceased by today while requests wait."""
    return people.organisations_closed_with_undecided(session, day=day_of(now))


def promote_waiting(session: Session, training_session_id: UUID, *, now: datetime) -> int:
    """Promote whom a seat, a right or a place under the cap waits for, and, once it is lifted, beyond the cap."""
    places = lock_places(session, [training_session_id])
    target = places.targets.get(training_session_id)
    if target is None:
        return 0
    promoted = promote_from_waiting_list(session, target, now=now, lifts_cap=True)
    if promoted:
        tell_seats(session, training_session_id, now=now)
    return len(promoted)
