"""An editor changes the working copy of an action; readers see it after the next publication."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits, check_version
from catalogue.domain.journal import change_by
from catalogue.domain.training_actions import Description, TrainingAction
from catalogue.store.training_actions import lock_training_action
from catalogue.usecases.check_description import check_against_catalogue
from chassis.database import Session


def revise_training_action(
    session: Session,
    training_action_id: UUID,
    *,
    description: Description,
    editor: Editor,
    expected_revision: int | None,
    now: datetime,
) -> TrainingAction:
    """
    Raises:
        NotFound, Forbidden, StaleVersion, ActionDescriptionInvalid
    """
    action = lock_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    check_version(action.revision, expected=expected_revision)
    check_against_catalogue(session, description, editor=editor)
    action.revise(description, now=now)
    session.add(change_by(editor, "revised", training_action_id=training_action_id, occurred_at=now))
    return action
