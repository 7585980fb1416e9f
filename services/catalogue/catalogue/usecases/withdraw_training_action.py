"""An editor withdraws an action: it takes no new request, those under way go on."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits, check_version
from catalogue.domain.events import training_action_told
from catalogue.domain.journal import change_by
from catalogue.domain.training_actions import TrainingAction
from catalogue.store.search_index import index_actions
from catalogue.store.training_actions import lock_training_action, publication_of
from chassis import outbox
from chassis.database import Session


def withdraw_training_action(
    session: Session,
    training_action_id: UUID,
    *,
    editor: Editor,
    reason: str | None,
    now: datetime,
    expected_revision: int | None = None,
) -> TrainingAction:
    """
    Raises:
        NotFound, Forbidden, StaleVersion, ActionNotPublished, ActionWithdrawn
    """
    action = lock_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    check_version(action.revision, expected=expected_revision)
    action.withdraw(now=now)
    publication = publication_of(session, action)
    publication.is_listed = False
    session.add(change_by(editor, "withdrawn", training_action_id=training_action_id, occurred_at=now, reason=reason))
    outbox.append(session, training_action_told(action, publication, occurred_at=now))
    index_actions(session, [training_action_id])
    return action
