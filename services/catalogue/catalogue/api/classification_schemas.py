"""Types and themes."""

from marshmallow import Schema, fields

from catalogue.api.search_schemas import CodedLabelSchema


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
