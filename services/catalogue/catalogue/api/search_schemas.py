"""What the public search takes, and the cards it gives."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from catalogue.api.texts import day, text
from catalogue.domain.searches import Position, Search, Sort, position_of
from catalogue.domain.training_actions import Access, DeliveryMode
from chassis.paging import PageArgs, decode_cursor

MOST_CODES = 20


def _codes() -> fields.List[str]:
    return fields.List(text(most=60), load_default=list, validate=validate.Length(max=MOST_CODES))


def _position(cursor: str | None) -> Position | None:
    parts = decode_cursor(cursor)
    try:
        return position_of(parts) if parts is not None else None
    except ValueError as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault


class SearchArgs(PageArgs):
    """Filters of the public search; several values of one filter are alternatives, an empty text filters nothing."""

    q = text(most=200, load_default="", metadata={"description": "words, “phrases”, -without"})
    place = text(most=80, load_default="", metadata={"description": "a commune, or the first digits of a postcode"})
    theme = _codes()
    type = _codes()
    delivery_mode = fields.List(
        fields.Enum(DeliveryMode, by_value=True), load_default=list, validate=validate.Length(max=len(DeliveryMode))
    )
    access = fields.Enum(Access, by_value=True, load_default=None)
    seats_left = fields.Boolean(load_default=False)
    starts_from = day(load_default=None)
    starts_to = day(load_default=None)
    upcoming = fields.Boolean(load_default=False, metadata={"description": "only what has a session to come"})
    sort = fields.Enum(Sort, by_value=True, load_default=Sort.DATE)

    @validates_schema
    def check_days(self, data: dict[str, Any], **_: Any) -> None:
        """A range that ends before it begins holds nothing: rather say so."""
        first, last = data.get("starts_from"), data.get("starts_to")
        if first is not None and last is not None and last < first:
            raise ValidationError("Before starts_from.", "starts_to")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Search:
        """The search as the use case takes it."""
        return Search(
            text=data["q"],
            place=data["place"],
            themes=tuple(code for code in data["theme"] if code),
            types=tuple(code for code in data["type"] if code),
            delivery_modes=tuple(data["delivery_mode"]),
            access=data["access"],
            seats_left=data["seats_left"],
            starts_from=data["starts_from"],
            starts_to=data["starts_to"],
            upcoming=data["upcoming"],
            sort=data["sort"],
            limit=data["limit"],
            after=_position(data["cursor"]),
        )


class CodedLabelSchema(Schema):
    """A code with its French label."""

    code = fields.String(required=True)
    label = fields.String(required=True)


class NextSessionSchema(Schema):
    """The first session to come that fits the search."""

    training_session_id = fields.UUID(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    remaining_seats = fields.Integer(required=True, allow_none=True, metadata={"description": "null: no limit"})
    is_full = fields.Boolean(required=True)


class CardSchema(Schema):
    """One action in a list."""

    training_action_id = fields.UUID(required=True)
    title = fields.String(required=True)
    type = fields.Nested(CodedLabelSchema, required=True)
    theme = fields.Nested(CodedLabelSchema, required=True)
    delivery_mode = fields.Enum(DeliveryMode, by_value=True, required=True)
    duration_days = fields.String(required=True, metadata={"description": "decimal, days"})
    access = fields.Enum(Access, by_value=True, required=True)
    first_day = fields.Date(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    provider_name = fields.String(required=True, allow_none=True)
    city = fields.String(required=True, allow_none=True)
    next_session = fields.Nested(NextSessionSchema, required=True, allow_none=True)


class CardPageSchema(Schema):
    """One page of cards."""

    items = fields.List(fields.Nested(CardSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
