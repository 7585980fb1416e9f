"""What the public search takes, and the cards it gives."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from catalogue.api.texts import day, text
from catalogue.domain.searches import DURATIONS, Position, Search, Sort, position_of
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
    place = text(
        most=80, load_default="", metadata={"description": "commune, department, or a postcode's first digits"}
    )
    within_km = fields.Integer(
        load_default=None,
        validate=validate.Range(min=1, max=300),
        metadata={"description": "from the commune of place"},
    )
    no_remote = fields.Boolean(load_default=False, metadata={"description": "without what takes place nowhere"})
    theme = _codes()
    type = _codes()
    delivery_mode = fields.List(
        fields.Enum(DeliveryMode, by_value=True), load_default=list, validate=validate.Length(max=len(DeliveryMode))
    )
    provider_organisation_id = fields.List(fields.UUID(), load_default=list, validate=validate.Length(max=MOST_CODES))
    access = fields.Enum(Access, by_value=True, load_default=None)
    duration = fields.String(load_default=None, validate=validate.OneOf(DURATIONS))
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
        if data.get("within_km") is not None and not data.get("place", "").strip():
            raise ValidationError("Needs a place.", "within_km")
        if data.get("sort") is Sort.DISTANCE and not data.get("place", "").strip():
            raise ValidationError("Needs a place.", "sort")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Search:
        """The search as the use case takes it."""
        return self.search_of(data)

    @staticmethod
    def search_of(data: dict[str, Any]) -> Search:
        """The same, of values that were checked."""
        return Search(
            text=data["q"],
            place=data["place"],
            themes=tuple(code for code in data["theme"] if code),
            types=tuple(code for code in data["type"] if code),
            delivery_modes=tuple(data["delivery_mode"]),
            providers=tuple(data["provider_organisation_id"]),
            access=data["access"],
            duration=data["duration"],
            within_km=data["within_km"],
            no_remote=data["no_remote"],
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
    distance_km = fields.Integer(required=True, allow_none=True, metadata={"description": "where distances were asked"})
    next_session = fields.Nested(NextSessionSchema, required=True, allow_none=True)


class CardPageSchema(Schema):
    """One page of cards."""

    items = fields.List(fields.Nested(CardSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    corrected_text = fields.String(
        required=True, allow_none=True, metadata={"description": "what was searched, where q alone finds nothing"}
    )


class ChoiceSchema(Schema):
    """One choice of a list, with how many actions it finds under all other conditions."""

    code = fields.String(required=True)
    label = fields.String(required=True, allow_none=True, metadata={"description": "null where codes are fixed"})
    count = fields.Integer(required=True)


class FacetsSchema(Schema):
    """What each choice would find; choices that find nothing are left out."""

    total = fields.Integer(required=True)
    seats_left = fields.Integer(required=True)
    themes = fields.List(fields.Nested(ChoiceSchema), required=True)
    types = fields.List(fields.Nested(ChoiceSchema), required=True)
    delivery_modes = fields.List(fields.Nested(ChoiceSchema), required=True)
    access = fields.List(fields.Nested(ChoiceSchema), required=True)
    durations = fields.List(fields.Nested(ChoiceSchema), required=True)
    providers = fields.List(fields.Nested(ChoiceSchema), required=True)


class CommuneArgs(Schema):
    """How a commune begins."""

    q = text(most=80, load_default="")


class CommuneSchema(Schema):
    """A commune; `postcode` is its first one."""

    insee_code = fields.String(required=True)
    name = fields.String(required=True)
    postcode = fields.String(required=True)


class CommuneListSchema(Schema):
    """At most ten, the shortest names first."""

    items = fields.List(fields.Nested(CommuneSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
