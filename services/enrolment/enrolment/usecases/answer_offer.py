"""The person answers the offer of a place; declined or left unanswered, it goes to the next in line."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.deadlines import as_text
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import OfferLapsed
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, targets
from enrolment.usecases.check_decider import check_undecided
from enrolment.usecases.check_information import check_information
from enrolment.usecases.check_open import check_not_begun
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.end_enrolments import end_one
from enrolment.usecases.keep_move import keep_move


def answer_offer(session: Session, enrolment_id: UUID, *, answer: str, by: Principal, now: datetime) -> Enrolment:
    """`answer` is `accept` or `decline`. Refuses what these two refuse.

    Raises:
        NotFound: not a request of this person.
        AlreadyDecided, IllegalMove: no place is offered (any more).
        OfferLapsed: the time to answer is over.
        MandatoryInformationMissing, InformationNotRead: accepting would enrol, and L6353-8 is not met.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
    """
    known = enrolments.get(session, enrolment_id)
    if known.account_id != by.account_id:
        raise NotFound
    target = targets.get(session, known.training_session_id)
    check_undecided(session, known, decision=Decision.LEAVE_OFFER)
    check_not_begun(target, now=now)
    if answer == "accept":
        return _take(session, known, target=target, by=by, now=now)
    act = compose_act(session, target, now=now, by=by)
    return end_one(session, known, decision=Decision.LEAVE_OFFER, act=act)


def _take(session: Session, known: Enrolment, *, target: Target, by: Principal, now: datetime) -> Enrolment:
    """The seat is held and the right used since the offer: only the request is locked."""
    decision = target.decision(Decision.TAKE_OFFER, Decision.TAKE_OFFER_AND_ENROL)
    if decision is Decision.TAKE_OFFER_AND_ENROL:
        check_information(target)
    enrolment = enrolments.lock_one(session, known.enrolment_id)
    expires_at = enrolment.offer_expires_at
    if expires_at is not None and now >= expires_at:
        raise OfferLapsed(figures={"expired_at": as_text(expires_at)}, next_step="read-the-request")
    keep_move(session, enrolment, decision=decision, act=compose_act(session, target, now=now, by=by))
    return enrolment


def lapse_offer(session: Session, enrolment_id: UUID, *, now: datetime) -> int:
    """An offer whose time is over ends, and the seat goes to the next in line; says how many ended."""
    known = enrolments.get(session, enrolment_id)
    if known.offer_expires_at is None or now < known.offer_expires_at:
        return 0
    target = targets.get(session, known.training_session_id)
    end_one(session, known, decision=Decision.LAPSE_OFFER, act=compose_act(session, target, now=now))
    return 1
