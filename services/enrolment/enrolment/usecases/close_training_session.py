"""Close a session in one step: presence whole, documents on their way, questionnaires open.

All of it is one transaction: whatever stops it leaves nothing half done, and the same step again does what is missing.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.attendance import RecordedHalfDay, planned_half_days
from enrolment.domain.deadlines import as_text
from enrolment.domain.errors import TrainingSessionCancelled
from enrolment.domain.followup_errors import PresenceMissing, TrainingSessionNotOver
from enrolment.domain.notices import questionnaire_opened
from enrolment.domain.questionnaires import HOUSE_QUESTIONS
from enrolment.domain.statuses import Status
from enrolment.domain.targets import Target
from enrolment.store import closings, enrolments, half_days, questionnaires, targets
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.check_open import check_runs
from enrolment.usecases.record_attendance import Presence, record_attendance


def close_training_session(
    session: Session, training_session_id: UUID, *, absent_missing: bool, by: Principal, now: datetime
) -> dict[str, Any]:
    """`absent_missing`: half-days of which nothing is recorded count as absence.

    Documents follow the presences by themselves, when documents hears of them.

    Raises:
        NotFound: not a session of this provider's.
        TrainingSessionCancelled, TrainingSessionNotOver: there is nothing to close yet, or ever.
        PresenceMissing: somebody's presence is not whole, and nobody said that this is absence.
    """
    target = targets.get(session, training_session_id)
    check_runs(viewer_of(session, by), target)
    if target.is_cancelled:
        raise TrainingSessionCancelled(next_step="choose-another-session")
    if now < target.ends_at:
        raise TrainingSessionNotOver(figures={"ends_at": as_text(target.ends_at)}, next_step="come-back")
    missing = enrolments.of_session(session, training_session_id, statuses={Status.ENROLLED})
    if missing and not absent_missing:
        raise PresenceMissing(figures={"missing": len(missing)}, next_step="correct-the-sheet")
    closings.close(session, training_session_id, by=by.account_id, now=now)
    if missing:
        sheet = _as_absent(session, target, missing=missing)
        record_attendance(session, training_session_id, sheet=sheet, by=by, now=now)
    open_questionnaires(session, training_session_id, now=now)
    return closings.read(session, training_session_id)


def _as_absent(session: Session, target: Target, *, missing: list[UUID]) -> list[Presence]:
    recorded = half_days.of(session, missing)
    sheet = []
    for enrolment_id in missing:
        known = {entry.key for entry in recorded[enrolment_id]}
        absent = tuple(
            RecordedHalfDay(slot_id=entry.slot_id, half_day=entry.half_day, net_minutes=0)
            for entry in planned_half_days(target)
            if entry.key not in known
        )
        is_completed = False if target.is_self_paced else None
        sheet.append(
            Presence(
                enrolment_id=enrolment_id, half_days=() if target.is_self_paced else absent, is_completed=is_completed
            )
        )
    return sheet


def open_questionnaires(session: Session, training_session_id: UUID, *, now: datetime) -> int:
    """One for everybody who was there and has none yet; says how many. Their questions are those of the type today."""
    target = targets.get(session, training_session_id)
    kept = questionnaires.template_of(session, target.type_code)
    questions = kept if kept is not None else [question.as_data() for question in HOUSE_QUESTIONS]
    opened = questionnaires.open_for_present(session, training_session_id, questions=questions, now=now)
    for enrolment in enrolments.read(session, opened):
        outbox.append(session, questionnaire_opened(enrolment, occurred_at=now))
    return len(opened)


def find_closings_to_complete(session: Session) -> list[UUID]:
    """Closed sessions with somebody who came to a presence afterwards."""
    return closings.closed_sessions_to_complete(session)


def read_closing(reader: Reader, training_session_id: UUID, *, by: Principal) -> dict[str, Any]:
    """How far the closing of a session has come.

    Raises:
        NotFound: not a session of this provider's.
    """
    target = targets.get(reader, training_session_id)
    check_runs(viewer_of(reader, by), target)
    return {**closings.read(reader, training_session_id), "evaluation_planned": target.evaluation_planned}
