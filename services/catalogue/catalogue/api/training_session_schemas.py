"""A session as editors write it and as readers see it."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from catalogue.api.texts import address, day, instant, text
from catalogue.domain.slots import Place, SlotPlan
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import DeliveryMode
from catalogue.domain.training_sessions import SessionStatus

MOST_SLOTS = 60
MOST_SEATS = 10_000


class PlaceSchema(Schema):
    """Where people meet."""

    name = text(most=160, least=1, required=True)
    street = text(most=200, required=True)
    postcode = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{5}$"))
    city = text(most=120, least=1, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Place:
        """The place as the domain has it."""
        return Place(**data)


class SlotPlanSchema(Schema):
    """A slot in hours of Europe/Paris. An `in_person` or `blended` one needs a place."""

    date = day(required=True)
    start_time = fields.Time(format="%H:%M", required=True)
    end_time = fields.Time(format="%H:%M", required=True)
    delivery_mode = fields.Enum(DeliveryMode, by_value=True, required=True)
    place = fields.Nested(PlaceSchema, load_default=None, allow_none=True)
    map_url = address(load_default=None, allow_none=True)
    remote_url = address(load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> SlotPlan:
        """The slot as the domain has it."""
        return SlotPlan(day=data.pop("date"), **data)


class RevisedSlotPlanSchema(SlotPlanSchema):
    """`slot_id` names the slot that is kept or changed; without one the slot is new."""

    slot_id = fields.UUID(load_default=None, allow_none=True)


class SessionPlanSchema(Schema):
    """A session to be announced: slots, or a range of days for a self-paced one.

    Registration opens now and closes at the beginning, unless said otherwise. `duration_confirmed` says that the
    slots are meant though they do not add up to the duration of the action.
    """

    capacity = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(max=MOST_SEATS))
    waiting_list_capacity = fields.Integer(load_default=0, strict=True, validate=validate.Range(max=MOST_SEATS))
    first_day = day(load_default=None, allow_none=True)
    last_day = day(load_default=None, allow_none=True)
    registration_opens_at = instant(load_default=None, allow_none=True)
    registration_closes_at = instant(load_default=None, allow_none=True)
    duration_confirmed = fields.Boolean(load_default=False)
    slots = fields.List(fields.Nested(SlotPlanSchema), load_default=list, validate=validate.Length(max=MOST_SLOTS))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> SessionPlan:
        """The plan as the domain has it."""
        return SessionPlan(**{**data, "slots": tuple(data["slots"])})


class RevisedSessionPlanSchema(SessionPlanSchema):
    """The whole session as it shall be; a registration window left out stays as it is."""

    slots = fields.List(
        fields.Nested(RevisedSlotPlanSchema), load_default=list, validate=validate.Length(max=MOST_SLOTS)
    )


class CancellationSchema(Schema):
    """Why the session is called off; kept in the journal."""

    reason = text(most=2_000, least=1, required=True)


class PublicSlotSchema(Schema):
    """A slot as anyone may read it; the address of a remote meeting is for those who are enrolled."""

    slot_id = fields.UUID(required=True)
    date = fields.Date(required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    delivery_mode = fields.Enum(DeliveryMode, by_value=True, required=True)
    place = fields.Nested(PlaceSchema, required=True, allow_none=True)
    map_url = fields.String(required=True, allow_none=True)


class SlotSchema(PublicSlotSchema):
    """A slot as editors read it."""

    date = fields.Date(attribute="day", required=True)
    remote_url = fields.String(required=True, allow_none=True)


class SeatsSchema(Schema):
    """The count of enrolment, which raises a capacity below the seats taken to them."""

    capacity = fields.Integer(required=True, allow_none=True, metadata={"description": "in force; null: no limit"})
    taken_seats = fields.Integer(required=True)
    remaining_seats = fields.Integer(required=True, allow_none=True)
    waiting = fields.Integer(required=True)
    is_full = fields.Boolean(required=True)


class SessionSchema(Schema):
    """A session as editors read it."""

    training_session_id = fields.UUID(required=True)
    training_action_id = fields.UUID(required=True)
    status = fields.Enum(SessionStatus, by_value=True, required=True)
    is_self_paced = fields.Boolean(required=True)
    capacity = fields.Integer(required=True, allow_none=True, metadata={"description": "null: no limit"})
    waiting_list_capacity = fields.Integer(required=True)
    registration_opens_at = fields.DateTime(required=True)
    registration_closes_at = fields.DateTime(required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    slots = fields.List(fields.Nested(SlotSchema), required=True)
    version = fields.Integer(required=True, metadata={"description": "also the ETag, for If-Match"})
    seats = fields.Nested(
        SeatsSchema, required=True, allow_none=True, metadata={"description": "null: enrolment told none yet"}
    )


class SessionListSchema(Schema):
    """Every session of an action."""

    items = fields.List(fields.Nested(SessionSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ConsequencesSchema(Schema):
    """What a revision would mean for people."""

    is_moved = fields.Boolean(required=True, metadata={"description": "another day, hour, place or delivery mode"})
    is_changed = fields.Boolean(required=True, metadata={"description": "other seats, registration window or links"})
    taken_seats = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    capacity = fields.Integer(required=True, allow_none=True, metadata={"description": "wanted; null: no limit"})
    resulting_capacity = fields.Integer(
        required=True, allow_none=True, metadata={"description": "never below the seats taken"}
    )


class PublicSessionSchema(SessionSchema):
    """A session as anyone may read it, with the seats that enrolment last told."""

    class Meta:
        exclude = ("version", "seats")

    slots = fields.List(fields.Nested(PublicSlotSchema), required=True)
    remaining_seats = fields.Integer(required=True, allow_none=True, metadata={"description": "null: no limit"})
    waiting = fields.Integer(required=True)
    is_full = fields.Boolean(required=True)
