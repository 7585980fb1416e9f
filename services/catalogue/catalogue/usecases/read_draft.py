"""An editor reads the working copy of an action."""

from uuid import UUID

from catalogue.domain.editors import Editor, check_edits
from catalogue.domain.training_actions import TrainingAction
from catalogue.store.training_actions import read_training_action
from chassis.database import Session


def read_draft(session: Session, training_action_id: UUID, *, editor: Editor) -> TrainingAction:
    """
    Raises:
        NotFound, Forbidden
    """
    action = read_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    return action
