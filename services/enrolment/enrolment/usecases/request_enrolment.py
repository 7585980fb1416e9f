"""One person asks for a place: decided by the very rules of the verdict, under lock."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment, Wish, asked
from enrolment.domain.moves import Act
from enrolment.domain.rules import failures_of
from enrolment.domain.seats import Place
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision
from enrolment.store import rights, targets
from enrolment.usecases.compose_act import act_of
from enrolment.usecases.gather_facts import gather_facts
from enrolment.usecases.hold_place import hold_place
from enrolment.usecases.keep_move import keep_move
from enrolment.usecases.lock_places import Newcomer, lock_places


def request_enrolment(
    session: Session, wish: Wish, *, by: Principal, now: datetime, enrolment_id: UUID | None = None
) -> Enrolment:
    """Ask for the HR validator's approval; where the action needs none, straight to a seat or the list.

    Raises:
        NotFound: no such training session.
        DomainError: the first rule of the verdict that fails.
    """
    target = targets.get(session, wish.training_session_id)
    enrolment = asked(wish, target, now=now, enrolment_id=enrolment_id)
    newcomer = Newcomer(enrolment=enrolment, target=target)
    if target.needs_hr_approval:
        # One request at a time a person: the rule of one session an action is checked under this lock.
        rights.lock(session, [newcomer.rights_key])
    else:
        lock_places(session, [target.training_session_id], newcomer=newcomer)
    facts = gather_facts(session, target, by=by, organisation_id=wish.organisation_id, now=now)
    for failure in failures_of(facts):
        raise failure
    act = act_of(facts)
    keep_move(session, enrolment, decision=_decision(session, newcomer, act=act), act=act)
    return enrolment


def _decision(session: Session, newcomer: Newcomer, *, act: Act) -> Decision:
    target: Target = newcomer.target
    if target.needs_hr_approval:
        return Decision.REQUEST
    if hold_place(session, newcomer, act=act) is Place.WAITING_LIST:
        return Decision.REQUEST_WAITING_PLACE
    return target.decision(Decision.REQUEST_SEAT, Decision.REQUEST_AND_ENROL)
