"""`seed-demo FILE`: requests of the demo, made and decided by the use cases at past moments. Once is enough."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import orjson

from chassis import clock
from chassis.database import Session, transaction
from chassis.principal import Principal
from enrolment.commands import demo_policies
from enrolment.commands.demo_follow_ups import FOLLOW_UPS
from enrolment.commands.demo_steps import Step, Told, steps_of
from enrolment.domain.enrolments import Wish
from enrolment.usecases.accept_as_training_provider import accept_as_training_provider
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.cancel_enrolment import cancel_enrolment
from enrolment.usecases.decline_as_training_provider import decline_as_training_provider
from enrolment.usecases.expire_undecided import expire_undecided
from enrolment.usecases.knows_neighbours import known_enrolments, knows_neighbours
from enrolment.usecases.record_demo_attendance import record_demo_attendance
from enrolment.usecases.refuse_as_hr_validator import refuse_as_hr_validator
from enrolment.usecases.request_enrolment import request_enrolment
from enrolment.usecases.withdraw_consent import withdraw_consent

PATIENCE_S = 30.0
_Do = Callable[[Session, Step, Principal], object]


def _request(session: Session, step: Step, by: Principal) -> None:
    wish = Wish(
        account_id=by.account_id,
        organisation_id=UUID(step.request["organisation_id"]),
        training_session_id=step.training_session_id,
        motivation=step.request["motivation"],
        prerequisites_met=True,
        available_on_all_slots=True,
        information_read=True,
    )
    request_enrolment(session, wish, by=by, now=step.at, enrolment_id=step.enrolment_id)


def _record(session: Session, step: Step, by: Principal) -> None:
    record_demo_attendance(session, step.enrolment_id, share=step.told["minutes"], by=by, now=step.at)


_DO: dict[str, _Do] = {
    **FOLLOW_UPS,
    "request": _request,
    "approve": lambda session, step, by: approve_as_hr_validator(session, step.enrolment_id, by=by, now=step.at),
    "refuse": lambda session, step, by: refuse_as_hr_validator(
        session, step.enrolment_id, by=by, reason=step.told["reason"], now=step.at
    ),
    "withdraw_consent": lambda session, step, by: withdraw_consent(
        session, step.enrolment_id, by=by, reason=step.told["reason"], now=step.at
    ),
    "accept": lambda session, step, by: accept_as_training_provider(session, step.enrolment_id, by=by, now=step.at),
    "decline": lambda session, step, by: decline_as_training_provider(
        session, step.enrolment_id, by=by, reason=step.told["reason"], now=step.at
    ),
    "cancel": lambda session, step, by: cancel_enrolment(
        session, step.enrolment_id, by=by, reason=step.told["reason"], now=step.at
    ),
    "record": _record,
}


def _do(session: Session, step: Step) -> None:
    if step.by is None:
        expire_undecided(session, step.training_session_id, now=step.at)
    else:
        _DO[step.decision](session, step, step.by)


def _await_neighbours(requests: list[Told]) -> bool:
    """Accounts, organisations and sessions arrive by events; says whether they did in time."""
    wanted = {
        "account_ids": {UUID(request["account_id"]) for request in requests},
        "organisation_ids": {UUID(request["organisation_id"]) for request in requests},
        "training_session_ids": {UUID(request["training_session_id"]) for request in requests},
    }
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with transaction() as session:
            if knows_neighbours(session, **wanted):
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)


def _seed(requests: list[Told], policies: list[Told]) -> None:
    """All of it in one transaction: a demo that stopped half-way would not be completed by the next run."""
    with transaction() as session:
        known = known_enrolments(session, {UUID(request["enrolment_id"]) for request in requests})
        new = [request for request in requests if UUID(request["enrolment_id"]) not in known]
        for told in () if known else policies:
            demo_policies.publish(session, told, now=clock.now())
        for step in steps_of(new, now=clock.now()):
            _do(session, step)


def run(arguments: list[str]) -> int:
    """Status 2 where the call is wrong, 1 where the neighbours' data have not arrived after half a minute."""
    if len(arguments) != 1:
        print("usage: python -m enrolment seed-demo FILE", file=sys.stderr)
        return 2
    data: dict[str, list[Told]] = orjson.loads(Path(arguments[0]).read_bytes())
    requests = data["enrolments"]
    if not _await_neighbours(requests):
        print("enrolment: accounts or sessions of the demo are unknown; were they seeded?", file=sys.stderr)
        return 1
    _seed(requests, data["policies"])
    return 0
