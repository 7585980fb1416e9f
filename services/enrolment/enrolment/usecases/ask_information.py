"""The provider asks a person for information before deciding; the seat stays held."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.deadlines import day_of
from enrolment.domain.followup_errors import DueDayUnfit, InformationPending
from enrolment.domain.inquiries import Inquiry, asked
from enrolment.domain.notices import information_requested
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, inquiries, targets
from enrolment.usecases.check_decider import check_training_provider, check_undecided
from enrolment.usecases.check_open import check_not_begun


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The question, and the day by which the answer is wanted."""

    question: str
    due_on: date


def ask_information(session: Session, enrolment_id: UUID, *, wanted: Wanted, by: Principal, now: datetime) -> Inquiry:
    """Ask once; what is still to be said goes into the thread.

    Raises:
        NotFound: not a request for an action of this provider.
        OwnRequest: another trainer or staff ask.
        AlreadyDecided, IllegalMove: it is not this provider's turn.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
        DueDayUnfit: the day is over, or not before the session begins.
        InformationPending: a question waits for its answer already.
    """
    known = enrolments.get(session, enrolment_id)
    target = targets.get(session, known.training_session_id)
    check_training_provider(session, known, target=target, by=by)
    enrolment = enrolments.lock_one(session, enrolment_id)
    check_undecided(session, enrolment, decision=Decision.ACCEPT)
    check_not_begun(target, now=now)
    if not day_of(now) <= wanted.due_on <= target.begins_on:
        figures = {"earliest": day_of(now), "latest": target.begins_on}
        raise DueDayUnfit(figures=figures, next_step="choose-another-day")
    pending = inquiries.open_of(session, enrolment_id)
    if pending is not None:
        raise InformationPending(figures={"due_on": pending.due_on}, next_step="write-in-the-thread")
    inquiry = asked(enrolment_id, by=by.account_id, due_on=wanted.due_on, now=now)
    inquiries.add(session, inquiry)
    inquiries.write(session, enrolment_id, by=by, body=wanted.question, now=now)
    outbox.append(session, information_requested(enrolment, inquiry))
    return inquiry
