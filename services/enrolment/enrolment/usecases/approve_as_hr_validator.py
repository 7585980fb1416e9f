"""The HR validator of the organisation approves: a seat is held, or a place on the waiting list."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal, Role
from enrolment.domain.deadlines import day_of
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import OwnRequest
from enrolment.domain.seats import Place
from enrolment.domain.transitions import Decision
from enrolment.store import deputies, enrolments, people, targets
from enrolment.usecases.check_decider import check_hr_validator, check_undecided
from enrolment.usecases.check_information import check_information
from enrolment.usecases.check_open import check_not_begun
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.hold_place import hold_place
from enrolment.usecases.keep_move import keep_move
from enrolment.usecases.lock_places import Newcomer


def approve_as_hr_validator(
    session: Session, enrolment_id: UUID, *, by: Principal, now: datetime, reason: str | None = None
) -> Enrolment:
    """The first decision wins; full (list too) or without rights, the request stays where it is.

    Raises:
        NotFound: not a request of this organisation.
        AlreadyDecided: somebody was first; the figures say in which role and when.
        OwnRequest: another HR validator is there to decide.
        ActionFull, RightsUsedUp: the reason why it cannot be approved now.
        MandatoryInformationMissing, InformationNotRead: approving would enrol, and L6353-8 is not met.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
    """
    known = enrolments.get(session, enrolment_id)
    by = check_hr_validator(session, known, by=by, now=now)
    check_undecided(session, known, decision=Decision.APPROVE)
    _check_somebody_else(session, known, by=by, now=now)
    target = targets.get(session, known.training_session_id)
    check_not_begun(target, now=now)
    if not target.needs_provider_approval:
        check_information(target)
    act = compose_act(session, target, now=now, by=by, reason=reason)
    place = hold_place(session, Newcomer(enrolment=known, target=target), act=act)
    enrolment = enrolments.lock_one(session, enrolment_id)
    keep_move(session, enrolment, decision=_decision(place, target.needs_provider_approval), act=act)
    return enrolment


def _decision(place: Place, needs_provider_approval: bool) -> Decision:
    if place is Place.WAITING_LIST:
        return Decision.APPROVE_FOR_WAITING_LIST
    return Decision.APPROVE if needs_provider_approval else Decision.APPROVE_AND_ENROL


def _check_somebody_else(session: Session, enrolment: Enrolment, *, by: Principal, now: datetime) -> None:
    """Nobody approves their own request while another HR validator, or a deputy, is there; alone, they may."""
    if enrolment.account_id != by.account_id:
        return
    organisation_id = enrolment.organisation_id
    mandates = deputies.deputies_on(session, organisation_id, day=day_of(now))
    absent = {by.account_id, *(mandate.absent_account_id for mandate in mandates)}
    is_deputised = any(mandate.deputy_account_id != by.account_id for mandate in mandates)
    if is_deputised or people.others_as(session, Role.HR_VALIDATOR, organisation_id=organisation_id, but=absent):
        raise OwnRequest(next_step="ask-another-hr-validator")
