"""The training provider declines a pre-enrolled person, with a reason: seat and right are free again."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.reasons import ReasonCode
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, targets
from enrolment.usecases.check_decider import check_training_provider, check_undecided
from enrolment.usecases.check_open import check_not_begun
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.end_enrolments import end_one


def decline_as_training_provider(
    session: Session,
    enrolment_id: UUID,
    *,
    by: Principal,
    reason: str,
    now: datetime,
    reason_code: ReasonCode | None = None,
) -> Enrolment:
    """The seat goes to the waiting list in the same transaction.

    Raises:
        NotFound: not a request for an action of this provider.
        AlreadyDecided, IllegalMove: it is not this provider's turn.
        OwnRequest: another trainer or staff decide.
        ReasonRequired: declining says why.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
    """
    known = enrolments.get(session, enrolment_id)
    target = targets.get(session, known.training_session_id)
    check_training_provider(session, known, target=target, by=by)
    check_undecided(session, known, decision=Decision.DECLINE)
    check_not_begun(target, now=now)
    act = compose_act(session, target, now=now, by=by, reason=reason, reason_code=reason_code)
    return end_one(session, known, decision=Decision.DECLINE, act=act)
