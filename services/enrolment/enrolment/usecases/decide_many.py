"""One decision about many requests; each is decided alone and answers for itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import DomainError, NotFound
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.reasons import Choice
from enrolment.domain.statuses import Status
from enrolment.store import enrolments
from enrolment.usecases.check_decider import hr_desk_of
from enrolment.usecases.decide_as_hr_validator import decide_as_hr_validator
from enrolment.usecases.lock_places import lock_places


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one request: the state it came to, or the refusal that left it where it was."""

    enrolment_id: UUID
    status: Status | None
    refusal: DomainError | None


def decide_many(
    session: Session, enrolment_ids: Sequence[UUID], *, choice: Choice, by: Principal, now: datetime
) -> list[Outcome]:
    """Decide in order of request date, so that the last seats go to whom they would go one by one.

    All places are locked first, in the one order: two bulk decisions wait for each other but never in a circle. A
    refusal undoes its own request only.

    Raises:
        Forbidden: not an HR validator, nor a deputy today.
    """
    organisation_id = hr_desk_of(session, by, now=now)
    wanted = list(dict.fromkeys(enrolment_ids))
    known = [found for found in enrolments.read(session, wanted) if found.organisation_id == organisation_id]
    keys = [found.enrolment_id for found in known]
    if choice.decision == "approve":
        lock_places(session, {found.training_session_id for found in known}, enrolment_ids=keys)
    else:
        enrolments.lock(session, keys)
    known.sort(key=lambda found: (found.requested_at, found.enrolment_id))
    outcomes = [_decide(session, found, choice=choice, by=by, now=now) for found in known]
    decided = {outcome.enrolment_id for outcome in outcomes}
    foreign = [entry for entry in wanted if entry not in decided]
    return outcomes + [Outcome(enrolment_id=entry, status=None, refusal=NotFound()) for entry in foreign]


def _decide(session: Session, known: Enrolment, *, choice: Choice, by: Principal, now: datetime) -> Outcome:
    enrolment_id = known.enrolment_id
    try:
        with session.begin_nested():
            moved = decide_as_hr_validator(session, enrolment_id, choice=choice, by=by, now=now)
            return Outcome(enrolment_id=enrolment_id, status=moved.status, refusal=None)
    except DomainError as refusal:
        return Outcome(enrolment_id=enrolment_id, status=None, refusal=refusal)
