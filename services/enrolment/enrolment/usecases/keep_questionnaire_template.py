"""Staff keep the questions of a type of action; each change is a new version, answers stay with theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.database import Session
from chassis.errors import NotFound, StaleVersion
from chassis.principal import Principal
from enrolment.domain.questionnaires import HOUSE_QUESTIONS, Question
from enrolment.store import questionnaires
from enrolment.store.reading import Reader


def list_templates(reader: Reader) -> list[dict[str, Any]]:
    """Every known type with its questions; version 0 are the questions of the house."""
    house = [question.as_data() for question in HOUSE_QUESTIONS]
    own = {entry["type_code"]: entry for entry in questionnaires.templates(reader)}
    labels = {entry["type_code"]: entry["type_label"] for entry in questionnaires.types(reader)}
    found = []
    for type_code in sorted(labels.keys() | own.keys()):
        kept = own.get(type_code)
        found.append(
            {
                "type_code": type_code,
                "type_label": labels.get(type_code),
                "version": kept["version"] if kept else 0,
                "questions": kept["questions"] if kept else house,
            }
        )
    return found


def keep_questionnaire_template(
    session: Session, type_code: str, *, questions: Sequence[Question], version: int, by: Principal, now: datetime
) -> int:
    """`version` is the one that was read; returns the new one. Questionnaires opened before keep their questions.

    Raises:
        NotFound: no action ever had this type.
        StaleVersion: somebody else wrote meanwhile.
    """
    if type_code not in {entry["type_code"] for entry in questionnaires.types(session)}:
        raise NotFound
    known = {entry["type_code"]: entry["version"] for entry in questionnaires.templates(session)}
    found = known.get(type_code, 0)
    made = questionnaires.add_template(
        session, type_code, questions=questions, version=version + 1, by=by.account_id, now=now
    )
    if found != version or not made:
        raise StaleVersion(figures={"expected": version, "found": found}, next_step="reload")
    return version + 1
