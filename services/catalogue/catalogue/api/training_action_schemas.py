"""An action as editors write it and as readers see it."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from catalogue.api.search_schemas import CodedLabelSchema
from catalogue.api.texts import text
from catalogue.api.training_session_schemas import PublicSessionSchema
from catalogue.domain.training_actions import Access, ActionStatus, DeliveryMode, Description, Nature, Trainer

MOST_TRAINERS = 20
LONGEST_TEXT = 20_000
_PROSE: dict[str, Any] = {"load_default": "", "most": LONGEST_TEXT}


def _one_decimal(days: Decimal) -> None:
    exponent = days.normalize().as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -1:
        raise ValidationError("At most one decimal.")


_is_email = validate.Email()


def _email_or_empty(text: str) -> None:
    if text:
        _is_email(text)


class TrainerSchema(Schema):
    """A trainer; without an account they decide nothing."""

    name = text(most=120, least=1, required=True)
    account_id = fields.UUID(load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Trainer:
        """The trainer as the domain has it."""
        return Trainer(**data)


class DescriptionSchema(Schema):
    """Everything an editor writes about an action; a draft may leave texts empty."""

    title = text(most=255, least=1, required=True)
    type_code = text(most=60, least=1, required=True)
    theme_code = text(most=60, least=1, required=True)
    nature = fields.Enum(Nature, by_value=True, load_default=Nature.TRAINING)
    delivery_mode = fields.Enum(DeliveryMode, by_value=True, required=True)
    duration_days = fields.Decimal(
        required=True,
        as_string=True,
        validate=[validate.Range(min=Decimal("0.1"), max=Decimal("999.9")), _one_decimal],
        # OpenAPI wants numbers where marshmallow compares decimals.
        metadata={"description": "days, one decimal", "minimum": 0.1, "maximum": 999.9},
    )
    access = fields.Enum(Access, by_value=True, required=True)
    hr_approval_required = fields.Boolean(load_default=True)
    provider_approval_required = fields.Boolean(load_default=True)
    provider_organisation_id = fields.UUID(required=True)
    trainers = fields.List(fields.Nested(TrainerSchema), load_default=list, validate=validate.Length(max=MOST_TRAINERS))
    objectives = text(**_PROSE)
    audience = text(**_PROSE)
    prerequisites = text(**_PROSE)
    content = text(**_PROSE)
    methods = text(**_PROSE)
    evaluation = text(**_PROSE)
    evaluation_planned = fields.Boolean(load_default=False)
    accessibility = text(**_PROSE)
    rules_of_procedure = text(**_PROSE)
    contact_name = text(most=160, load_default="")
    contact_email = fields.String(load_default="", validate=[validate.Length(max=254), _email_or_empty])
    contact_phone = text(most=40, load_default="")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Description:
        """The description as the domain has it."""
        days = data["duration_days"].quantize(Decimal("0.1"))
        return Description(**{**data, "duration_days": days, "trainers": tuple(data["trainers"])})


class DraftSchema(DescriptionSchema):
    """The working copy of an action."""

    # Read as a decimal, answered as a text, so that nobody's JSON reader rounds it.
    duration_days = fields.String(  # type: ignore[assignment]  # the base reads a Decimal
        required=True, metadata={"description": "decimal, days"}
    )
    training_action_id = fields.UUID(required=True)
    status = fields.Enum(ActionStatus, by_value=True, required=True)
    publication_number = fields.Integer(required=True, metadata={"description": "0: never published"})
    revision = fields.Integer(required=True, metadata={"description": "also the ETag, for If-Match"})
    changed_at = fields.DateTime(required=True)
    is_changed = fields.Boolean(required=True, metadata={"description": "readers do not see all of it yet"})
    provider_name = fields.String(required=True, allow_none=True)
    type_label = fields.String(required=True)
    theme_label = fields.String(required=True)
    self_paced = fields.Boolean(required=True)


class ReasonSchema(Schema):
    """Why; kept in the journal."""

    reason = text(most=2_000, load_default="")


class TypeSchema(CodedLabelSchema):
    """A type as it was when the action was published."""

    counts_as_formation = fields.Boolean(required=True)
    self_paced = fields.Boolean(required=True)


class ActionPageSchema(Schema):
    """The page of an action: its last publication, and its sessions that are not over."""

    training_action_id = fields.UUID(required=True)
    publication_number = fields.Integer(required=True)
    published_at = fields.DateTime(required=True)
    status = fields.Enum(ActionStatus, by_value=True, required=True)
    title = fields.String(required=True)
    type = fields.Nested(TypeSchema, required=True)
    theme = fields.Nested(CodedLabelSchema, required=True)
    nature = fields.Enum(Nature, by_value=True, required=True)
    delivery_mode = fields.Enum(DeliveryMode, by_value=True, required=True)
    duration_days = fields.String(required=True, metadata={"description": "decimal, days"})
    access = fields.Enum(Access, by_value=True, required=True)
    hr_approval_required = fields.Boolean(required=True)
    provider_approval_required = fields.Boolean(required=True)
    provider_organisation_id = fields.UUID(required=True)
    provider_name = fields.String(required=True, allow_none=True)
    trainer_account_ids = fields.List(fields.UUID(), required=True)
    trainers = fields.String(required=True, metadata={"description": "their names"})
    objectives = fields.String(required=True)
    audience = fields.String(required=True)
    prerequisites = fields.String(required=True)
    content = fields.String(required=True)
    methods = fields.String(required=True)
    evaluation = fields.String(required=True)
    evaluation_planned = fields.Boolean(required=True)
    accessibility = fields.String(required=True)
    rules_of_procedure = fields.String(required=True)
    contact = fields.String(required=True, metadata={"description": "name, e-mail and telephone in one line"})
    contact_name = fields.String(required=True)
    contact_email = fields.String(required=True)
    contact_phone = fields.String(required=True)
    sessions = fields.List(fields.Nested(PublicSessionSchema), required=True)
