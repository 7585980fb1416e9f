"""An editor publishes the working copy: readers, documents and the other services see this publication from now on."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits, check_version
from catalogue.domain.events import training_action_told
from catalogue.domain.journal import change_by
from catalogue.domain.training_actions import TrainingAction
from catalogue.store.search_index import index_actions
from catalogue.store.training_actions import lock_training_action, publication_of, unlist
from catalogue.usecases.check_description import check_against_catalogue
from chassis import outbox
from chassis.database import Session


def publish_training_action(
    session: Session, training_action_id: UUID, *, editor: Editor, expected_revision: int | None, now: datetime
) -> TrainingAction:
    """Says `provider_replaced` where another organisation runs it from now on: requests under way pass to it.

    Raises:
        NotFound, Forbidden, StaleVersion, ActionDescriptionInvalid, ActionIncomplete
    """
    action = lock_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    check_version(action.revision, expected=expected_revision)
    action_type, theme = check_against_catalogue(session, action.description, editor=editor)
    before = publication_of(session, action) if action.publication_number else None
    publication = action.publish(action_type=action_type, theme=theme, now=now)
    unlist(session, training_action_id)
    session.add(publication)
    session.add(change_by(editor, "published", training_action_id=training_action_id, occurred_at=now))
    replaced = before.description.provider_organisation_id if before else None
    if replaced == publication.description.provider_organisation_id:
        replaced = None
    outbox.append(session, training_action_told(action, publication, occurred_at=now, replaced_provider=replaced))
    index_actions(session, [training_action_id])
    return action
