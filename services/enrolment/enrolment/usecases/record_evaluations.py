"""The provider records the results of a planned evaluation; the end-of-training statement prints them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.attendance import Attendance
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import PresenceUnknown
from enrolment.domain.evaluation import Evaluation
from enrolment.domain.followup_errors import EvaluationNotPlanned
from enrolment.domain.statuses import Status
from enrolment.domain.transitions import Decision
from enrolment.store import enrolments, half_days, participants, targets
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.check_open import check_runs
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.keep_move import keep_move

_EVALUATED = (Status.ATTENDED, Status.PARTIALLY_ATTENDED)


def record_evaluations(
    session: Session, training_session_id: UUID, *, evaluations: Sequence[Evaluation], by: Principal, now: datetime
) -> list[Enrolment]:
    """Record some or all results; returns the requests that changed. The same results again change nothing.

    Raises:
        NotFound: not a session of this provider's.
        EvaluationNotPlanned: the action, as published, plans none.
        PresenceUnknown: somebody who is not on the roster, or was not there; nothing is kept.
    """
    target = targets.get(session, training_session_id)
    check_runs(viewer_of(session, by), target)
    if not target.evaluation_planned:
        raise EvaluationNotPlanned()
    locked = enrolments.lock(session, {entry.enrolment_id for entry in evaluations})
    for entry in evaluations:
        found = locked.get(entry.enrolment_id)
        if found is None or found.training_session_id != training_session_id or found.status not in _EVALUATED:
            figures = {"fault": "not-on-the-roster", "enrolment_id": entry.enrolment_id}
            raise PresenceUnknown(figures=figures, next_step="correct-the-sheet")
    act = compose_act(session, target, now=now, by=by)
    changed = []
    for entry in evaluations:
        enrolment = locked[entry.enrolment_id]
        if not entry.says_the_same(enrolment.evaluation):
            enrolment.evaluation = entry.as_data(recorded_at=now)
            attendance = _attendance(session, enrolment)
            keep_move(session, enrolment, decision=Decision.RECORD_EVALUATION, act=act, attendance=attendance)
            changed.append(enrolment)
    return changed


def _attendance(session: Session, enrolment: Enrolment) -> Attendance:
    """The presence as it stands: an event carries the whole state."""
    recorded_at = enrolment.presence_recorded_at
    if recorded_at is None or enrolment.planned_minutes is None or enrolment.net_minutes is None:
        raise PresenceUnknown(figures={"fault": "not-recorded"}, next_step="correct-the-sheet")
    last = participants.last_attendance(session, enrolment.enrolment_id)
    kept = {entry.key: entry for entry in half_days.of(session, [enrolment.enrolment_id])[enrolment.enrolment_id]}
    return Attendance(
        planned_minutes=enrolment.planned_minutes,
        net_minutes=enrolment.net_minutes,
        half_days=tuple(kept[key] for key in last if key in kept),
        recorded_at=recorded_at,
    )
