"""An editor reads what was published, one day or another."""

from typing import Any
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits
from catalogue.domain.training_actions import Publication
from catalogue.store import working_copies as store
from catalogue.store.training_actions import read_training_action
from chassis.database import Session


def list_publications(session: Session, training_action_id: UUID, *, editor: Editor) -> list[Any]:
    """The newest first; empty for a draft.

    Raises:
        NotFound, Forbidden
    """
    action = read_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    return list(store.publications_of(session, training_action_id))


def read_publication(
    session: Session, training_action_id: UUID, *, publication_number: int, editor: Editor
) -> tuple[Publication, str | None]:
    """One publication as it was on its day, and the provider's name as it is now.

    Raises:
        NotFound, Forbidden
    """
    action = read_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    found = store.read_publication(session, training_action_id, publication_number=publication_number)
    return found, store.provider_name(session, found.description.provider_organisation_id)
