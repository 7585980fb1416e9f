"""The training provider decides: each way is a use case of its own."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.reasons import Choice
from enrolment.usecases.accept_as_training_provider import accept_as_training_provider
from enrolment.usecases.decline_as_training_provider import decline_as_training_provider


def decide_as_training_provider(
    session: Session, enrolment_id: UUID, *, choice: Choice, by: Principal, now: datetime
) -> Enrolment:
    """`choice` is to `accept` or to `decline`. Refuses what these two refuse."""
    if choice.decision == "accept":
        return accept_as_training_provider(session, enrolment_id, by=by, now=now, reason=choice.reason)
    return decline_as_training_provider(
        session, enrolment_id, by=by, now=now, reason=choice.reason or "", reason_code=choice.reason_code
    )
