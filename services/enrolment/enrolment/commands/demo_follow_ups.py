"""Steps of the demo that follow a decision: questions, closing, answers, complaints, contested presences."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chassis.database import Session
from chassis.principal import Principal
from enrolment.commands.demo_steps import Step
from enrolment.domain.deadlines import day_of
from enrolment.domain.evaluation import Evaluation, EvaluationResult
from enrolment.usecases.answer_questionnaire import answer_questionnaire
from enrolment.usecases.ask_information import Wanted, ask_information
from enrolment.usecases.close_training_session import close_training_session
from enrolment.usecases.contest_presence import contest_presence
from enrolment.usecases.record_evaluations import record_evaluations
from enrolment.usecases.register_complaint import Topic, register_complaint
from enrolment.usecases.write_in_thread import write_in_thread

_Do = Callable[[Session, Step, Principal], object]


def _ask(session: Session, step: Step, by: Principal) -> None:
    due_on = day_of(step.at) + timedelta(days=step.told["due_in_days"])
    wanted = Wanted(question=step.told["text"], due_on=due_on)
    ask_information(session, step.enrolment_id, wanted=wanted, by=by, now=step.at)


def _evaluate(session: Session, step: Step, by: Principal) -> None:
    told: dict[str, Any] = step.told
    result = Evaluation(
        enrolment_id=step.enrolment_id, result=EvaluationResult(told["result"]), comment=told.get("text")
    )
    record_evaluations(session, step.training_session_id, evaluations=[result], by=by, now=step.at)


FOLLOW_UPS: dict[str, _Do] = {
    "ask": _ask,
    "write": lambda session, step, by: write_in_thread(
        session, step.enrolment_id, body=step.told["text"], by=by, now=step.at
    ),
    "evaluate": _evaluate,
    "close": lambda session, step, by: close_training_session(
        session, step.training_session_id, absent_missing=False, by=by, now=step.at
    ),
    "answer": lambda session, step, by: answer_questionnaire(
        session, step.enrolment_id, answers=step.told["answers"], by=by, now=step.at
    ),
    "complain": lambda session, step, by: register_complaint(
        session, step.enrolment_id, topic=Topic(step.told["topic"]), body=step.told["text"], by=by, now=step.at
    ),
    "contest": lambda session, step, by: contest_presence(
        session, step.enrolment_id, reason=step.told["text"], by=by, now=step.at
    ),
}
