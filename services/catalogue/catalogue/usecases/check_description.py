"""A description is checked against what staff keep and what the organisations told."""

from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.domain.editors import Editor, check_edits
from catalogue.domain.errors import ActionDescriptionInvalid
from catalogue.domain.training_actions import Description, check_description
from catalogue.store.classification import theme_of, type_of
from catalogue.store.training_actions import provider_is_known
from chassis.database import Session


def check_against_catalogue(
    session: Session, description: Description, *, editor: Editor
) -> tuple[TrainingActionType, Theme]:
    """The type and the theme of the action described.

    Raises:
        ActionDescriptionInvalid: unknown type, theme or provider, or a contradiction.
        Forbidden: a provider describes an action of another organisation.
    """
    check_edits(editor, provider_organisation_id=description.provider_organisation_id)
    action_type = type_of(session, description.type_code)
    faults = []
    if action_type is None:
        faults.append({"fault": "unknown", "field": "type_code"})
    theme = theme_of(session, description.theme_code)
    if theme is None:
        faults.append({"fault": "unknown", "field": "theme_code"})
    if not provider_is_known(session, description.provider_organisation_id):
        faults.append({"fault": "unknown", "field": "provider_organisation_id"})
    if faults or action_type is None or theme is None:
        raise ActionDescriptionInvalid(figures={"faults": faults})
    check_description(description, self_paced=action_type.self_paced)
    return action_type, theme
