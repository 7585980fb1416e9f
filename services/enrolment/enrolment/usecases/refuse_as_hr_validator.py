"""The HR validator of the organisation refuses, with a reason."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.reasons import ReasonCode
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, targets
from enrolment.usecases.check_decider import check_hr_validator
from enrolment.usecases.check_open import check_not_begun
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.keep_move import keep_move


def refuse_as_hr_validator(
    session: Session,
    enrolment_id: UUID,
    *,
    by: Principal,
    reason: str,
    now: datetime,
    reason_code: ReasonCode | None = None,
) -> Enrolment:
    """A request that waits for a decision holds no seat and no right: only itself is locked.

    Raises:
        NotFound: not a request of this organisation.
        AlreadyDecided: somebody was first.
        ReasonRequired: a refusal says why.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
    """
    known = enrolments.get(session, enrolment_id)
    by = check_hr_validator(session, known, by=by, now=now)
    target = targets.get(session, known.training_session_id)
    enrolment = enrolments.lock_one(session, enrolment_id)
    act = compose_act(session, target, now=now, by=by, reason=reason, reason_code=reason_code)
    check_not_begun(target, now=now)
    keep_move(session, enrolment, decision=Decision.REFUSE, act=act)
    return enrolment
