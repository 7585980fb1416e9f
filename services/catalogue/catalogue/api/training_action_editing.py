"""What staff and training providers write about actions."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import url_for

from catalogue.api.editors import current_editor
from catalogue.api.training_action_schemas import DescriptionSchema, DraftSchema, ReasonSchema
from catalogue.domain.training_actions import Description
from catalogue.usecases.create_training_action import create_training_action
from catalogue.usecases.publish_training_action import publish_training_action
from catalogue.usecases.read_draft import Draft, draft_of, read_draft
from catalogue.usecases.revise_training_action import revise_training_action
from catalogue.usecases.withdraw_training_action import withdraw_training_action
from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG, expected_version, version_tag

blp = Blueprint(
    "training_action_editing",
    __name__,
    url_prefix="/api/catalogue/v1/training-actions",
    description="A provider edits the actions that its active organisation runs, staff edit all of them",
)
_Draft = tuple[dict[str, Any], int, dict[str, str]]


def _draft(draft: Draft, *, status: int = 200, headers: dict[str, str] | None = None) -> _Draft:
    action = draft.action
    body = {
        **asdict(action.description),
        "training_action_id": action.training_action_id,
        "status": action.status,
        "publication_number": action.publication_number,
        "revision": action.revision,
        "changed_at": action.changed_at,
        "is_changed": draft.is_changed,
        "provider_name": draft.provider_name,
        "type_label": draft.type_label,
        "theme_label": draft.theme_label,
        "self_paced": draft.self_paced,
    }
    return body, status, {**version_tag(action.revision), **(headers or {})}


@blp.post("")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@idempotent
@blp.arguments(DescriptionSchema)
@blp.response(201, DraftSchema, headers=ETAG)
def create(description: Description) -> _Draft:
    """Begin an action; it is a draft until it is published."""
    with transaction() as session:
        action = create_training_action(session, description, editor=current_editor(), now=now())
        draft = draft_of(session, action)
    place = url_for(".read", training_action_id=action.training_action_id)
    return _draft(draft, status=201, headers={"Location": place})


@blp.get("/<uuid:training_action_id>/draft")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.response(200, DraftSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
def read(training_action_id: UUID) -> _Draft:
    """The working copy, with its ETag."""
    with transaction() as session:
        return _draft(draft_of(session, read_draft(session, training_action_id, editor=current_editor())))


@blp.put("/<uuid:training_action_id>")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.arguments(DescriptionSchema)
@blp.response(200, DraftSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def revise(description: Description, training_action_id: UUID) -> _Draft:
    """Change the working copy; readers see it after the next publication."""
    with transaction() as session:
        action = revise_training_action(
            session,
            training_action_id,
            description=description,
            editor=current_editor(),
            expected_revision=expected_version(),
            now=now(),
        )
        draft = draft_of(session, action)
    return _draft(draft)


@blp.post("/<uuid:training_action_id>/publication")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@idempotent
@blp.response(200, DraftSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Incomplete")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def publish(training_action_id: UUID) -> _Draft:
    """Publish the working copy; each publication is kept."""
    with transaction() as session:
        action = publish_training_action(
            session,
            training_action_id,
            editor=current_editor(),
            expected_revision=expected_version(),
            now=now(),
        )
        draft = draft_of(session, action)
    return _draft(draft)


@blp.post("/<uuid:training_action_id>/withdrawal")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@idempotent
@blp.arguments(ReasonSchema)
@blp.response(200, DraftSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="A draft, or withdrawn already")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def withdraw(why: dict[str, str], training_action_id: UUID) -> _Draft:
    """Close the action to new requests; those under way go on."""
    with transaction() as session:
        action = withdraw_training_action(
            session,
            training_action_id,
            editor=current_editor(),
            reason=why["reason"] or None,
            now=now(),
            expected_revision=expected_version(),
        )
        draft = draft_of(session, action)
    return _draft(draft)
