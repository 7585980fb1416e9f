"""End requests, give back what they held, and give it on to whom it belongs next."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.moves import Act
from enrolment.domain.statuses import TAKEN, Status
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, seats
from enrolment.usecases.keep_move import keep_move
from enrolment.usecases.lock_places import LockedPlaces, lock_places
from enrolment.usecases.promote_from_waiting_list import promote_from_waiting_list
from enrolment.usecases.tell_seats import tell_seats


def lock_to_end(session: Session, leaving: Collection[Enrolment]) -> LockedPlaces:
    """Lock requests that are about to end, with the waiting lists that may profit, on other sessions too."""
    own = {enrolment.training_session_id for enrolment in leaving}
    return lock_places(
        session,
        own | enrolments.waiting_elsewhere(session, leaving),
        enrolment_ids=[enrolment.enrolment_id for enrolment in leaving],
    )


def end_enrolment(session: Session, enrolment: Enrolment, *, decision: Decision, act: Act) -> None:
    """One request leaves; all its locks are held."""
    before = enrolment.status
    keep_move(session, enrolment, decision=decision, act=act)
    if before in TAKEN:
        seats.release(session, enrolment.training_session_id, seats=1)
    elif before is Status.WAITLISTED:
        seats.release(session, enrolment.training_session_id, waiting=1)


def give_seats_on(session: Session, places: LockedPlaces, *, left: Iterable[UUID], now: datetime) -> None:
    """Promote on every locked session, and tell the count of those that were `left` or where somebody was promoted."""
    changed = set(left)
    for training_session_id, target in sorted(places.targets.items()):
        if promote_from_waiting_list(session, target, now=now):
            changed.add(training_session_id)
    for training_session_id in sorted(changed):
        tell_seats(session, training_session_id, now=now)


def end_one(session: Session, known: Enrolment, *, decision: Decision, act: Act) -> Enrolment:
    """One request ends by somebody's decision, and what it held is given on in the same transaction."""
    places = lock_to_end(session, [known])
    return end_locked(session, places.enrolments[known.enrolment_id], places=places, decision=decision, act=act)


def end_locked(
    session: Session, enrolment: Enrolment, *, places: LockedPlaces, decision: Decision, act: Act
) -> Enrolment:
    """The same once the places are locked."""
    held = enrolment.status is not Status.REQUESTED
    end_enrolment(session, enrolment, decision=decision, act=act)
    left = [enrolment.training_session_id] if held else []
    give_seats_on(session, places, left=left, now=act.occurred_at)
    return enrolment
