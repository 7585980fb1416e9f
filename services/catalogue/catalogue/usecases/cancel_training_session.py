"""An editor calls a session off; enrolment cancels its requests and gives rights back."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits, check_version
from catalogue.domain.events import training_session_cancelled
from catalogue.domain.journal import change_by
from catalogue.domain.training_sessions import TrainingSession
from catalogue.store.search_index import index_sessions
from catalogue.store.training_actions import read_training_action
from catalogue.store.training_sessions import lock_training_session
from chassis import outbox
from chassis.database import Session


def cancel_training_session(
    session: Session,
    training_session_id: UUID,
    *,
    editor: Editor,
    reason: str,
    now: datetime,
    expected_version: int | None = None,
) -> TrainingSession:
    """
    Raises:
        NotFound, Forbidden, StaleVersion, SessionCancelled, SessionOver
    """
    training_session = lock_training_session(session, training_session_id)
    action = read_training_action(session, training_session.training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    check_version(training_session.version, expected=expected_version)
    training_session.cancel(now=now)
    session.add(
        change_by(
            editor,
            "cancelled",
            training_action_id=action.training_action_id,
            training_session_id=training_session_id,
            occurred_at=now,
            reason=reason,
        )
    )
    outbox.append(session, training_session_cancelled(training_session, occurred_at=now))
    index_sessions(session, action.training_action_id)
    return training_session
