"""A session has begun: what nobody decided, and who was never promoted, expires; the right is free."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from enrolment.domain.statuses import UNDECIDED
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, targets
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.end_enrolments import end_enrolment, give_seats_on, lock_to_end


def expire_undecided(session: Session, training_session_id: UUID, *, now: datetime) -> int:
    """Expire the requests of one session that has begun; says how many. A second run finds none."""
    target = targets.get(session, training_session_id)
    if not target.has_begun(now):
        return 0
    known = enrolments.read(session, enrolments.of_session(session, training_session_id, statuses=UNDECIDED))
    places = lock_to_end(session, known)
    act = compose_act(session, target, now=now)
    due = [
        enrolment
        for enrolment in places.enrolments.values()
        if enrolment.training_session_id == training_session_id and enrolment.status in UNDECIDED
    ]
    for enrolment in due:
        end_enrolment(session, enrolment, decision=Decision.EXPIRE, act=act)
    give_seats_on(session, places, left=[training_session_id] if due else [], now=now)
    return len(due)
