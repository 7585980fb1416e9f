"""The HR validator decides: each way is a use case of its own."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.reasons import Choice
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.refuse_as_hr_validator import refuse_as_hr_validator


def decide_as_hr_validator(
    session: Session, enrolment_id: UUID, *, choice: Choice, by: Principal, now: datetime
) -> Enrolment:
    """`choice` is to `approve` or to `refuse`. Refuses what these two refuse."""
    if choice.decision == "approve":
        return approve_as_hr_validator(session, enrolment_id, by=by, now=now, reason=choice.reason)
    return refuse_as_hr_validator(
        session, enrolment_id, by=by, now=now, reason=choice.reason or "", reason_code=choice.reason_code
    )
