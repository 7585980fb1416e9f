"""The training provider decides: each way is a use case of its own."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.usecases.accept_as_training_provider import accept_as_training_provider
from enrolment.usecases.decline_as_training_provider import decline_as_training_provider


def decide_as_training_provider(
    session: Session, enrolment_id: UUID, *, decision: str, by: Principal, reason: str | None, now: datetime
) -> Enrolment:
    """`decision` is `accept` or `decline`. Refuses what these two refuse."""
    if decision == "accept":
        return accept_as_training_provider(session, enrolment_id, by=by, now=now, reason=reason)
    return decline_as_training_provider(session, enrolment_id, by=by, now=now, reason=reason or "")
