"""A participant says what the session was worth: one answer each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.followup_errors import AnswersUnfit, QuestionnaireAnswered
from enrolment.domain.questionnaires import faults_of, questions_of
from enrolment.store import participants, questionnaires
from enrolment.store.reading import Reader


def read_questionnaire(reader: Reader, enrolment_id: UUID, *, by: Principal) -> dict[str, Any]:
    """The questions, and whether they were answered.

    Raises:
        NotFound: not a questionnaire of this person.
    """
    found = questionnaires.find(reader, enrolment_id)
    if found is None or not participants.is_of(reader, enrolment_id, account_id=by.account_id):
        raise NotFound
    return found


def answer_questionnaire(
    session: Session, enrolment_id: UUID, *, answers: dict[str, Any], by: Principal, now: datetime
) -> None:
    """Answer once.

    Raises:
        NotFound: not a questionnaire of this person.
        AnswersUnfit: by question, what is missing or does not fit.
        QuestionnaireAnswered: it was answered before.
    """
    found = read_questionnaire(session, enrolment_id, by=by)
    faults = faults_of(questions_of(found["questions"]), answers)
    if faults:
        raise AnswersUnfit(figures={"faults": faults}, next_step="correct-the-answers")
    if not questionnaires.answer(session, enrolment_id, answers=answers, now=now):
        raise QuestionnaireAnswered(next_step="read-the-request")
