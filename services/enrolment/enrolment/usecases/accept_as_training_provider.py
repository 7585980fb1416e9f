"""The training provider accepts a pre-enrolled person."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, targets
from enrolment.usecases.check_decider import check_training_provider, check_undecided
from enrolment.usecases.check_information import check_information
from enrolment.usecases.check_open import check_not_begun
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.keep_move import keep_move


def accept_as_training_provider(
    session: Session, enrolment_id: UUID, *, by: Principal, now: datetime, reason: str | None = None
) -> Enrolment:
    """The seat stays held and the right used: only the request is locked.

    Raises:
        NotFound: not a request for an action of this provider.
        AlreadyDecided, IllegalMove: it is not this provider's turn.
        OwnRequest: another trainer or staff decide.
        MandatoryInformationMissing, InformationNotRead: L6353-8 is not met yet.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
    """
    known = enrolments.get(session, enrolment_id)
    target = targets.get(session, known.training_session_id)
    check_training_provider(session, known, target=target, by=by)
    enrolment = enrolments.lock_one(session, enrolment_id)
    act = compose_act(session, target, now=now, by=by, reason=reason)
    check_not_begun(target, now=now)
    check_undecided(session, enrolment, decision=Decision.ACCEPT)
    check_information(target)
    keep_move(session, enrolment, decision=Decision.ACCEPT, act=act)
    return enrolment
