"""An editor begins an action; it is a draft until it is published."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor
from catalogue.domain.journal import change_by
from catalogue.domain.training_actions import Description, TrainingAction
from catalogue.usecases.check_description import check_against_catalogue
from chassis.database import Session
from chassis.ids import new_id


def create_training_action(
    session: Session,
    description: Description,
    *,
    editor: Editor,
    now: datetime,
    training_action_id: UUID | None = None,
) -> TrainingAction:
    """
    Raises:
        ActionDescriptionInvalid, Forbidden
    """
    check_against_catalogue(session, description, editor=editor)
    action = TrainingAction(
        training_action_id=training_action_id or new_id(), description=description, created_at=now, changed_at=now
    )
    session.add(action)
    session.flush()
    session.add(change_by(editor, "created", training_action_id=action.training_action_id, occurred_at=now))
    return action
