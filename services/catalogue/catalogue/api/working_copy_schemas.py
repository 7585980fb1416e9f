"""Lists of editors: working copies, publications, providers."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load

from catalogue.api.texts import text
from catalogue.api.training_action_schemas import DescriptionSchema
from catalogue.domain.training_actions import ActionStatus
from catalogue.domain.working_copies import Mark, WorkingCopySearch, WorkingCopySort, mark_of
from chassis.paging import PageArgs, decode_cursor


def _mark(cursor: str | None, sort: WorkingCopySort) -> Mark | None:
    parts = decode_cursor(cursor)
    try:
        return mark_of(parts, sort=sort) if parts is not None else None
    except ValueError as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault


class WorkingCopyArgs(PageArgs):
    """What an editor looks for; staff may name one provider, a provider sees its own actions."""

    q = text(most=200, load_default="", metadata={"description": "part of a title, accents and case forgiven"})
    status = fields.Enum(ActionStatus, by_value=True, load_default=None)
    is_changed = fields.Boolean(load_default=False, metadata={"description": "only what readers do not see yet"})
    provider_organisation_id = fields.UUID(load_default=None)
    sort = fields.Enum(WorkingCopySort, by_value=True, load_default=WorkingCopySort.CHANGED)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> WorkingCopySearch:
        """The search as the use case takes it."""
        return WorkingCopySearch(
            organisation_id=data["provider_organisation_id"],
            text=data["q"],
            status=data["status"],
            is_changed=data["is_changed"],
            sort=data["sort"],
            limit=data["limit"],
            after=_mark(data["cursor"], data["sort"]),
        )


class WorkingCopySchema(Schema):
    """One action in the list of an editor."""

    training_action_id = fields.UUID(required=True)
    title = fields.String(required=True)
    status = fields.Enum(ActionStatus, by_value=True, required=True)
    publication_number = fields.Integer(required=True, metadata={"description": "0: never published"})
    revision = fields.Integer(required=True)
    changed_at = fields.DateTime(required=True)
    published_at = fields.DateTime(required=True, allow_none=True)
    is_changed = fields.Boolean(required=True, metadata={"description": "readers do not see all of it yet"})
    type_label = fields.String(required=True)
    self_paced = fields.Boolean(required=True)
    theme_label = fields.String(required=True)
    provider_name = fields.String(required=True, allow_none=True)
    sessions_to_come = fields.Integer(required=True)
    first_day = fields.Date(required=True, allow_none=True, metadata={"description": "of the sessions to come"})


class CountsSchema(Schema):
    """How many working copies there are in each state."""

    draft = fields.Integer(required=True)
    published = fields.Integer(required=True)
    withdrawn = fields.Integer(required=True)


class WorkingCopyPageSchema(Schema):
    """One page of working copies."""

    items = fields.List(fields.Nested(WorkingCopySchema), required=True)
    counts = fields.Nested(CountsSchema, required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PublicationRowSchema(Schema):
    """One publication in the history of an action."""

    publication_number = fields.Integer(required=True)
    published_at = fields.DateTime(required=True)
    title = fields.String(required=True)
    type_label = fields.String(required=True)
    theme_label = fields.String(required=True)
    is_listed = fields.Boolean(required=True, metadata={"description": "the one that readers find now"})


class PublicationListSchema(Schema):
    """Every publication of an action, the newest first."""

    items = fields.List(fields.Nested(PublicationRowSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PublicationSchema(DescriptionSchema):
    """An action as it was published one day."""

    duration_days = fields.String(  # type: ignore[assignment]  # the base reads a Decimal
        required=True, metadata={"description": "decimal, days"}
    )
    training_action_id = fields.UUID(required=True)
    publication_number = fields.Integer(required=True)
    published_at = fields.DateTime(required=True)
    is_listed = fields.Boolean(required=True)
    type_label = fields.String(required=True)
    theme_label = fields.String(required=True)
    counts_as_formation = fields.Boolean(required=True)
    self_paced = fields.Boolean(required=True)
    provider_name = fields.String(required=True, allow_none=True, metadata={"description": "as it is now"})


class ProviderSchema(Schema):
    """An organisation that may run an action."""

    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True)
    siret = fields.String(required=True)
    city = fields.String(required=True)


class ProviderListSchema(Schema):
    """Every organisation that carries an activity-declaration number, by name."""

    items = fields.List(fields.Nested(ProviderSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
