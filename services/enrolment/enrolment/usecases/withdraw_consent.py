"""The HR validator takes the approval back, or staff cancel a held seat: with a reason, until the session begins."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.cancellation import consequences_of
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, seats, targets
from enrolment.usecases.check_decider import check_hr_validator, check_undecided, viewer_of
from enrolment.usecases.check_open import check_not_begun
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.end_enrolments import end_locked, end_one, lock_to_end


def withdraw_consent(session: Session, enrolment_id: UUID, *, by: Principal, reason: str, now: datetime) -> Enrolment:
    """Early, the person gets the right back; late, the policy decides as for a withdrawal of their own.

    Raises:
        NotFound: not a request of this organisation.
        AlreadyDecided, IllegalMove: there is no consent to take back.
        ReasonRequired: taking it back says why.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
    """
    known = enrolments.get(session, enrolment_id)
    by = check_hr_validator(session, known, by=by, now=now)
    check_undecided(session, known, decision=Decision.WITHDRAW_CONSENT)
    target = targets.get(session, known.training_session_id)
    check_not_begun(target, now=now)
    act = compose_act(session, target, now=now, by=by, reason=reason)
    places = lock_to_end(session, [known])
    enrolment = places.enrolments[enrolment_id]
    counted = seats.find(session, enrolment.training_session_id)
    cost = consequences_of(enrolment, target, seats=counted, policy=act.policy, now=now)
    act = replace(act, is_early=cost.is_early, consequences=cost.as_data())
    return end_locked(session, enrolment, places=places, decision=Decision.WITHDRAW_CONSENT, act=act)


def cancel_as_staff(session: Session, enrolment_id: UUID, *, by: Principal, reason: str, now: datetime) -> Enrolment:
    """Staff cancel in the provider's or an absent validator's place: the right is given back.

    Raises:
        NotFound: no such request, or not acting as staff.
        AlreadyDecided, IllegalMove: it has ended.
        ReasonRequired: cancelling says why.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
    """
    known = enrolments.get(session, enrolment_id)
    if not viewer_of(session, by).is_staff:
        raise NotFound
    check_undecided(session, known, decision=Decision.CANCEL_AS_STAFF)
    target = targets.get(session, known.training_session_id)
    check_not_begun(target, now=now)
    act = compose_act(session, target, now=now, by=by, reason=reason)
    return end_one(session, known, decision=Decision.CANCEL_AS_STAFF, act=act)
