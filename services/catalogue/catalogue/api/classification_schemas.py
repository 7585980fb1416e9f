"""Types and themes."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from catalogue.api.search_schemas import CodedLabelSchema
from catalogue.api.texts import text
from catalogue.usecases.edit_classification import ThemeTerms, TypeTerms


class ThemeSchema(CodedLabelSchema):
    """A theme."""

    rank = fields.Integer(required=True)


class TrainingActionTypeSchema(ThemeSchema):
    """A type."""

    counts_as_formation = fields.Boolean(required=True, metadata={"description": "counts for the quota"})
    self_paced = fields.Boolean(required=True, metadata={"description": "a range of days instead of slots"})


class ThemeListSchema(Schema):
    """Every theme, in the order that staff gave them."""

    items = fields.List(fields.Nested(ThemeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TrainingActionTypeListSchema(Schema):
    """Every type, in the order that staff gave them."""

    items = fields.List(fields.Nested(TrainingActionTypeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def _visible(label: str) -> None:
    if not label.strip():
        raise ValidationError("Not blank.")


class ThemeTermsSchema(Schema):
    """A theme as staff write it."""

    label = text(most=80, least=1, required=True)
    rank = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=10_000))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ThemeTerms | TypeTerms:
        """The terms as the use case takes them."""
        _visible(data["label"])
        return ThemeTerms(**{**data, "label": data["label"].strip()})


class TypeTermsSchema(ThemeTermsSchema):
    """A type as staff write it."""

    counts_as_formation = fields.Boolean(required=True)
    self_paced = fields.Boolean(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> TypeTerms:
        """The terms as the use case takes them."""
        _visible(data["label"])
        return TypeTerms(**{**data, "label": data["label"].strip()})


class KeptThemeSchema(ThemeSchema):
    """A theme as staff keep it."""

    revision = fields.Integer(required=True, metadata={"description": "also the ETag, for If-Match"})


class KeptTypeSchema(TrainingActionTypeSchema):
    """A type as staff keep it."""

    revision = fields.Integer(required=True, metadata={"description": "also the ETag, for If-Match"})


class CountedThemeSchema(KeptThemeSchema):
    """With the number of actions that bear it."""

    training_actions = fields.Integer(required=True)


class CountedTypeSchema(KeptTypeSchema):
    """With the number of actions that bear it."""

    training_actions = fields.Integer(required=True)


class ClassificationSchema(Schema):
    """Everything that staff keep about how actions are told apart."""

    types = fields.List(fields.Nested(CountedTypeSchema), required=True)
    themes = fields.List(fields.Nested(CountedThemeSchema), required=True)
