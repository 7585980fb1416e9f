"""What becomes of the requests when the catalogue cancels or moves a session, or changes its capacity."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from enrolment.domain.deadlines import day_of
from enrolment.domain.statuses import LIVE
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, rights, seats, targets
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.end_enrolments import end_enrolment, give_seats_on, lock_to_end
from enrolment.usecases.lock_places import lock_places
from enrolment.usecases.promote_from_waiting_list import promote_from_waiting_list
from enrolment.usecases.tell_seats import tell_seats


def call_off(session: Session, training_session_id: UUID, *, now: datetime) -> int:
    """The session was cancelled: every live request ends and rights are given back; says how many."""
    target = targets.read(session, [training_session_id]).get(training_session_id)
    if target is None or not target.is_cancelled:
        return 0
    known = enrolments.read(session, enrolments.of_session(session, training_session_id, statuses=LIVE))
    if not known:
        return 0
    places = lock_to_end(session, known)
    act = compose_act(session, target, now=now)
    due = [
        enrolment
        for enrolment in places.enrolments.values()
        if enrolment.training_session_id == training_session_id and enrolment.status in LIVE
    ]
    for enrolment in due:
        end_enrolment(session, enrolment, decision=Decision.CALL_OFF, act=act)
    give_seats_on(session, places, left=[training_session_id], now=now)
    return len(due)


def follow_move(session: Session, training_session_id: UUID, *, moved_at: datetime, now: datetime) -> None:
    """The session was moved: requests stay, and may be left freely for some days.

    A move into another year takes the rights along, whatever the quotas say: keeping the requests comes first.
    """
    target = targets.read(session, [training_session_id]).get(training_session_id)
    if target is None:
        return
    seats.lock(session, [training_session_id])
    policy = compose_act(session, target, now=now).policy
    free_until = policy.free_cancellation_ends_at(day_of(moved_at))
    seats.mark_moved(session, training_session_id, moved_at=moved_at, free_until=free_until)
    known = enrolments.read(session, enrolments.of_session(session, training_session_id, statuses=LIVE))
    elsewhere = [enrolment for enrolment in known if enrolment.year != target.year]
    years = {(entry.account_id, year) for entry in elsewhere for year in (entry.year, target.year)}
    rights.lock(session, years)
    for enrolment in enrolments.lock(session, [entry.enrolment_id for entry in elsewhere]).values():
        if enrolment.uses_right:
            formations = int(enrolment.counts_as_formation)
            rights.add(session, (enrolment.account_id, enrolment.year), member_only=-1, formations=-formations)
            rights.add(session, (enrolment.account_id, target.year), member_only=1, formations=formations)
        enrolment.year = target.year
    session.flush()


def follow_capacity(
    session: Session, training_session_id: UUID, *, capacity: int | None, waiting_list_capacity: int, now: datetime
) -> None:
    """Take the capacity told, never below the seats taken, and give new seats to the waiting list."""
    changed = seats.want(session, training_session_id, capacity=capacity, waiting_list_capacity=waiting_list_capacity)
    if changed is None:
        return
    target = targets.read(session, [training_session_id]).get(training_session_id)
    if target is not None and changed.waiting:
        lock_places(session, [training_session_id])
        promote_from_waiting_list(session, target, now=now)
    tell_seats(session, training_session_id, now=now)
