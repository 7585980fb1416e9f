"""The person cancels; what it costs is computed before, and kept with the move."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.cancellation import Consequences, consequences_of
from enrolment.domain.deadlines import as_text
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import ConsequencesChanged
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, seats, targets
from enrolment.usecases.check_decider import check_undecided
from enrolment.usecases.check_open import check_not_begun
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.end_enrolments import end_locked, lock_to_end


def _own(session: Session, enrolment_id: UUID, *, by: Principal) -> Enrolment:
    found = enrolments.get(session, enrolment_id)
    if found.account_id != by.account_id:
        raise NotFound
    check_undecided(session, found, decision=Decision.CANCEL)
    return found


def read_cancellation_consequences(
    session: Session, enrolment_id: UUID, *, by: Principal, now: datetime
) -> Consequences:
    """What cancelling now would do.

    Raises:
        NotFound: not a request of this person.
        AlreadyDecided: it has ended.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late to cancel.
    """
    found = _own(session, enrolment_id, by=by)
    target = targets.get(session, found.training_session_id)
    check_not_begun(target, now=now)
    policy = compose_act(session, target, now=now).policy
    counted = seats.find(session, found.training_session_id)
    return consequences_of(found, target, seats=counted, policy=policy, now=now)


def cancel_enrolment(
    session: Session,
    enrolment_id: UUID,
    *,
    by: Principal,
    reason: str,
    now: datetime,
    seen: bool | None = None,
) -> Enrolment:
    """A seat that becomes free goes to the waiting list at once, early or late; « early » decides about the right only.

    `seen`: whether the person read that the right is given back; None where nothing was said about it.

    Raises:
        ConsequencesChanged: by now the right is no longer given back.
        NotFound: not a request of this person.
        AlreadyDecided: it has ended.
        ReasonRequired: cancelling says why.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late to cancel.
    """
    known = _own(session, enrolment_id, by=by)
    target = targets.get(session, known.training_session_id)
    check_not_begun(target, now=now)
    act = compose_act(session, target, now=now, by=by, reason=reason)
    places = lock_to_end(session, [known])
    enrolment = places.enrolments[enrolment_id]
    counted = seats.find(session, enrolment.training_session_id)
    cost = consequences_of(enrolment, target, seats=counted, policy=act.policy, now=now)
    if seen and cost.right_given_back is False:
        figures = {"withdrawal_deadline": as_text(cost.withdrawal_deadline)}
        raise ConsequencesChanged(figures=figures, next_step="read-the-consequences")
    act = replace(act, is_early=cost.is_early, consequences=cost.as_data())
    return end_locked(session, enrolment, places=places, decision=Decision.CANCEL, act=act)
