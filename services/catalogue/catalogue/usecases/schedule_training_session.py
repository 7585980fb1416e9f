"""An editor announces a session of an action."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits
from catalogue.domain.errors import ActionWithdrawn
from catalogue.domain.events import training_session_scheduled
from catalogue.domain.journal import change_by
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import ActionStatus
from catalogue.domain.training_sessions import TrainingSession, plan_session
from catalogue.store.search_index import index_sessions
from catalogue.store.training_actions import lock_training_action
from catalogue.usecases.read_run import run_of
from chassis import outbox
from chassis.database import Session
from chassis.ids import new_id


def schedule_training_session(
    session: Session,
    training_action_id: UUID,
    *,
    plan: SessionPlan,
    editor: Editor,
    now: datetime,
    training_session_id: UUID | None = None,
) -> TrainingSession:
    """
    Raises:
        NotFound, Forbidden, ActionWithdrawn, SessionPlanInvalid, DurationInconsistent
    """
    action = lock_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    if action.status is ActionStatus.WITHDRAWN:
        raise ActionWithdrawn(next_step="publish")
    planned = plan_session(training_session_id or new_id(), plan, run=run_of(session, action), now=now)
    session.add(planned)
    session.flush()
    session.add(
        change_by(
            editor,
            "scheduled",
            training_action_id=training_action_id,
            training_session_id=planned.training_session_id,
            occurred_at=now,
        )
    )
    outbox.append(session, training_session_scheduled(planned, occurred_at=now))
    index_sessions(session, training_action_id)
    return planned
