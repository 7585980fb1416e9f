"""An editor reads the working copy of an action."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits
from catalogue.domain.training_actions import TrainingAction
from catalogue.store import working_copies as store
from catalogue.store.classification import theme_of, type_of
from catalogue.store.training_actions import read_training_action
from chassis.database import Session


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A working copy with what a preview shows of it. `is_changed`: readers do not see all of it yet."""

    action: TrainingAction
    is_changed: bool
    provider_name: str | None
    type_label: str
    theme_label: str
    self_paced: bool


def read_draft(session: Session, training_action_id: UUID, *, editor: Editor) -> TrainingAction:
    """
    Raises:
        NotFound, Forbidden
    """
    action = read_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    return action


def draft_of(session: Session, action: TrainingAction) -> Draft:
    """What goes with a working copy that the editor may see."""
    session.flush()
    described = action.description
    action_type = type_of(session, described.type_code)
    theme = theme_of(session, described.theme_code)
    return Draft(
        action=action,
        is_changed=store.is_changed(session, action.training_action_id),
        provider_name=store.provider_name(session, described.provider_organisation_id),
        type_label=action_type.label if action_type else described.type_code,
        theme_label=theme.label if theme else described.theme_code,
        self_paced=action_type is not None and action_type.self_paced,
    )


def list_providers(session: Session) -> list[Any]:
    """The organisations that may run an action, by name."""
    return list(store.providers(session))
