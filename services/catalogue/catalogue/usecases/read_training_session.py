"""An editor reads a session, remote address included."""

from uuid import UUID

from catalogue.domain.editors import Editor, check_edits
from catalogue.domain.training_sessions import TrainingSession
from catalogue.store import training_sessions as store
from catalogue.store.training_actions import read_training_action
from chassis.database import Session


def read_training_session(session: Session, training_session_id: UUID, *, editor: Editor) -> TrainingSession:
    """
    Raises:
        NotFound, Forbidden
    """
    training_session = store.read_training_session(session, training_session_id)
    action = read_training_action(session, training_session.training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    return training_session
