"""Templates of questions, and the questionnaire of each participant."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert

from chassis.database import Session
from chassis.ids import new_id
from enrolment.domain.questionnaires import Question, QuestionKind
from enrolment.domain.statuses import PRESENCES, Status
from enrolment.store.followup_tables import QUESTIONNAIRE_TEMPLATES, QUESTIONNAIRES
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, TRAINING_ACTIONS

_TEMPLATES, _OURS = QUESTIONNAIRE_TEMPLATES.c, QUESTIONNAIRES.c


def _latest() -> Any:
    return (
        select(QUESTIONNAIRE_TEMPLATES)
        .ext(distinct_on(_TEMPLATES.type_code))
        .order_by(_TEMPLATES.type_code, _TEMPLATES.version.desc())
    )


def templates(reader: Reader) -> list[dict[str, Any]]:
    """The newest template of each type."""
    return [dict(row._mapping) for row in reader.execute(_latest())]


def template_of(reader: Reader, type_code: str | None) -> list[dict[str, Any]] | None:
    """The questions in force for a type; None where staff wrote none."""
    statement = select(_TEMPLATES.questions).where(_TEMPLATES.type_code == type_code)
    found: list[dict[str, Any]] | None = reader.execute(
        statement.order_by(_TEMPLATES.version.desc()).limit(1)
    ).scalar_one_or_none()
    return found


def types(reader: Reader) -> list[dict[str, Any]]:
    """The types of action that are known here."""
    statement = (
        select(TRAINING_ACTIONS.c.type_code, func.max(TRAINING_ACTIONS.c.type_label).label("type_label"))
        .where(TRAINING_ACTIONS.c.type_code.is_not(None))
        .group_by(TRAINING_ACTIONS.c.type_code)
        .order_by(TRAINING_ACTIONS.c.type_code)
    )
    return [dict(row._mapping) for row in reader.execute(statement)]


def add_template(
    session: Session, type_code: str, *, questions: Sequence[Question], version: int, by: UUID, now: datetime
) -> bool:
    """Keep a version; False where somebody else was first."""
    statement = (
        insert(QUESTIONNAIRE_TEMPLATES)
        .values(
            template_id=new_id(),
            type_code=type_code,
            version=version,
            questions=[question.as_data() for question in questions],
            created_at=now,
            created_by=by,
        )
        .on_conflict_do_nothing()
        .returning(_TEMPLATES.template_id)
    )
    return session.execute(statement).first() is not None


def open_for_present(
    session: Session, training_session_id: UUID, *, questions: Sequence[dict[str, Any]], now: datetime
) -> list[UUID]:
    """One for everybody who was there and has none; says for whom."""
    present = select(ENROLMENTS.c.enrolment_id, ENROLMENTS.c.training_action_id).where(
        ENROLMENTS.c.training_session_id == training_session_id,
        ENROLMENTS.c.status.in_(PRESENCES - {Status.ABSENT}),
    )
    rows = [
        {
            "enrolment_id": row.enrolment_id,
            "training_session_id": training_session_id,
            "training_action_id": row.training_action_id,
            "questions": list(questions),
            "opened_at": now,
        }
        for row in session.execute(present)
    ]
    if not rows:
        return []
    statement = insert(QUESTIONNAIRES).values(rows).on_conflict_do_nothing().returning(_OURS.enrolment_id)
    return sorted(session.scalars(statement))


def find(reader: Reader, enrolment_id: UUID) -> dict[str, Any] | None:
    """The questionnaire of a participant."""
    row = reader.execute(select(QUESTIONNAIRES).where(_OURS.enrolment_id == enrolment_id)).one_or_none()
    return dict(row._mapping) if row else None


def answer(session: Session, enrolment_id: UUID, *, answers: dict[str, Any], now: datetime) -> bool:
    """Keep the one answer; False where it was given already."""
    statement = (
        update(QUESTIONNAIRES)
        .where(_OURS.enrolment_id == enrolment_id, _OURS.answered_at.is_(None))
        .values(answers=answers, answered_at=now)
        .returning(_OURS.enrolment_id)
    )
    return session.execute(statement).first() is not None


def given(
    reader: Reader, *, training_session_id: UUID | None = None, training_action_id: UUID | None = None
) -> list[dict[str, Any]]:
    """Questionnaires of a session or of an action, those opened last first; nobody is named."""
    statement = select(_OURS.training_session_id, _OURS.questions, _OURS.answers, _OURS.answered_at)
    statement = statement.order_by(_OURS.opened_at.desc())
    if training_session_id is not None:
        statement = statement.where(_OURS.training_session_id == training_session_id)
    if training_action_id is not None:
        statement = statement.where(_OURS.training_action_id == training_action_id)
    return [dict(row._mapping) for row in reader.execute(statement)]


def erase_words(session: Session, account_id: UUID) -> None:
    """Remove what a person wrote; marks and choices name nobody and stay."""
    own = select(ENROLMENTS.c.enrolment_id).where(ENROLMENTS.c.account_id == account_id)
    mine = select(QUESTIONNAIRES).where(_OURS.enrolment_id.in_(own), _OURS.answers.is_not(None))
    for row in session.execute(mine.order_by(_OURS.enrolment_id).with_for_update()).all():
        texts = {entry["question_id"] for entry in row.questions if entry["kind"] == QuestionKind.TEXT}
        kept = {name: said for name, said in row.answers.items() if name not in texts}
        session.execute(update(QUESTIONNAIRES).where(_OURS.enrolment_id == row.enrolment_id).values(answers=kept))
