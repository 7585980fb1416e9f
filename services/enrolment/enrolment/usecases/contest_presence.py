"""A person contests the recorded presence, for some days; the provider corrects it or keeps it, and says so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.deadlines import as_text, day_of, has_passed
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import OwnRequest
from enrolment.domain.followup_errors import ContestClosed, ContestPending
from enrolment.domain.notices import presence_contested, presence_settled
from enrolment.domain.policy import in_force
from enrolment.store import contests, enrolments, participants, policies, targets
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.check_open import check_runs


def _closes_at(reader: Reader, recorded_at: datetime, *, now: datetime) -> datetime:
    policy = in_force(policies.read(reader), day_of(now))
    return policy.contest_deadline(day_of(recorded_at))


def contest_presence(
    session: Session, enrolment_id: UUID, *, reason: str, by: Principal, now: datetime
) -> dict[str, Any]:
    """Contest; the presence stands until the provider corrects it.

    Raises:
        NotFound: not a recorded presence of this person.
        ContestClosed: the days to contest are over.
        ContestPending: it is contested already.
    """
    known = enrolments.get(session, enrolment_id)
    if known.account_id != by.account_id or known.presence_recorded_at is None:
        raise NotFound
    closes_at = _closes_at(session, known.presence_recorded_at, now=now)
    if has_passed(closes_at, now):
        raise ContestClosed(figures={"closed_at": as_text(closes_at)}, next_step="read-the-request")
    enrolment = enrolments.lock_one(session, enrolment_id)
    if contests.open_of(session, enrolment_id) is not None:
        raise ContestPending(next_step="read-the-request")
    made = contests.add(session, enrolment_id, reason=reason, now=now)
    outbox.append(session, presence_contested(enrolment, contest=made))
    return made


def settle_contest(
    session: Session, enrolment_id: UUID, *, answer: str, by: Principal, now: datetime
) -> dict[str, Any]:
    """Answer: `corrected` where the presence was recorded anew since it was contested, else `kept`.

    Raises:
        NotFound: nothing contested in a session of this provider's.
        OwnRequest: another trainer or staff answer.
    """
    known = enrolments.get(session, enrolment_id)
    check_runs(viewer_of(session, by), targets.get(session, known.training_session_id))
    if known.account_id == by.account_id:
        raise OwnRequest(next_step="ask-another-trainer")
    enrolment = enrolments.lock_one(session, enrolment_id)
    pending = contests.open_of(session, enrolment_id)
    if pending is None:
        raise NotFound
    settled = contests.settle(
        session, pending["contest_id"], outcome=_outcome(enrolment, pending), answer=answer, by=by.account_id, now=now
    )
    outbox.append(session, presence_settled(enrolment, contest=settled))
    return settled


def _outcome(enrolment: Enrolment, pending: dict[str, Any]) -> str:
    recorded_at = enrolment.presence_recorded_at
    return "corrected" if recorded_at is not None and recorded_at > pending["contested_at"] else "kept"


def read_contest(reader: Reader, enrolment_id: UUID, *, by: Principal, now: datetime) -> dict[str, Any]:
    """The latest contest of one's own presence, and until when another may follow.

    Raises:
        NotFound: not a recorded presence of this person.
    """
    recorded_at = participants.presence_of(reader, enrolment_id, account_id=by.account_id)
    if recorded_at is None:
        raise NotFound
    closes_at = _closes_at(reader, recorded_at, now=now)
    last = contests.last_of(reader, enrolment_id)
    is_pending = last is not None and last["settled_at"] is None
    return {"closes_at": closes_at, "may_contest": not is_pending and not has_passed(closes_at, now), "last": last}
