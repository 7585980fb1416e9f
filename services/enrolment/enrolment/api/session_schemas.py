"""Sessions, rosters, attendance sheets and rights, as the API reads and writes them."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from chassis.paging import PageArgs
from enrolment.api.fields import reason
from enrolment.api.schemas import AttendanceSchema, HalfDayPresenceSchema, PersonSchema
from enrolment.domain.attendance import HalfDay, RecordedHalfDay
from enrolment.domain.statuses import Status
from enrolment.usecases.read_enrolments import Period
from enrolment.usecases.record_attendance import Presence

MOST_LINES = 500
MOST_HALF_DAYS = 120


class TrainingSessionArgs(PageArgs):
    """Which sessions to list: past or to come, of the actions that the provider runs."""

    scope = fields.String(load_default="provider", validate=validate.Equal("provider"))
    period = fields.Enum(Period, by_value=True, load_default=None)


class TrainingSessionSchema(Schema):
    """A session with its counts."""

    training_session_id = fields.UUID(required=True)
    training_action_id = fields.UUID(required=True)
    status = fields.String(required=True)
    action_title = fields.String(required=True)
    type_label = fields.String(required=True)
    delivery_mode = fields.String(required=True)
    duration_days = fields.String(required=True, metadata={"description": "decimal, days"})
    is_self_paced = fields.Boolean(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    slots = fields.List(fields.Dict(), required=True)


class CountedTrainingSessionSchema(TrainingSessionSchema):
    """`counts` holds the number of requests in each state."""

    capacity = fields.Integer(required=True, allow_none=True, metadata={"description": "null: no limit"})
    taken_seats = fields.Integer(required=True)
    remaining_seats = fields.Integer(required=True, allow_none=True)
    waiting = fields.Integer(required=True, allow_none=True)
    waiting_list_capacity = fields.Integer(required=True, allow_none=True)
    counts = fields.Dict(keys=fields.Enum(Status, by_value=True), values=fields.Integer(), required=True)


class TrainingSessionPageSchema(Schema):
    """A page of sessions."""

    items = fields.List(fields.Nested(CountedTrainingSessionSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class PlannedHalfDaySchema(Schema):
    """A half-day to sign; the minutes are net of the break."""

    slot_id = fields.UUID(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    planned_minutes = fields.Integer(required=True)


class SignatureSchema(Schema):
    """What a participant signed with the code of a half-day."""

    slot_id = fields.UUID(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)
    signed_at = fields.DateTime(required=True)


class OpenContestSchema(Schema):
    """A presence that its person contests."""

    reason = fields.String(required=True)
    contested_at = fields.DateTime(required=True)


class ParticipantSchema(Schema):
    """One line of the roster. `attendance` null until the presence is whole."""

    enrolment_id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    person = fields.Nested(PersonSchema, required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    status = fields.Enum(Status, by_value=True, required=True)
    attendance = fields.Nested(AttendanceSchema, required=True, allow_none=True)
    recorded_half_days = fields.List(fields.Nested(HalfDayPresenceSchema), required=True)
    signatures = fields.List(fields.Nested(SignatureSchema), required=True)
    evaluation = fields.Dict(required=True, allow_none=True)
    contest = fields.Nested(OpenContestSchema, required=True, allow_none=True)


class RosterSchema(TrainingSessionSchema):
    """Who takes part; no half-days for a self-paced session."""

    half_days = fields.List(fields.Nested(PlannedHalfDaySchema), required=True)
    evaluation_planned = fields.Boolean(required=True)
    closed_at = fields.DateTime(required=True, allow_none=True)
    participants = fields.List(fields.Nested(ParticipantSchema), required=True)


class RecordedHalfDaySchema(HalfDayPresenceSchema):
    """What was signed."""

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> RecordedHalfDay:
        """The half-day as the domain has it."""
        return RecordedHalfDay(**data)


class PresenceSchema(Schema):
    """Some or all half-days of one participant; of a self-paced session, whether it was completed."""

    enrolment_id = fields.UUID(required=True)
    half_days = fields.List(
        fields.Nested(RecordedHalfDaySchema), load_default=list, validate=validate.Length(max=MOST_HALF_DAYS)
    )
    is_completed = fields.Boolean(load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Presence:
        """The line as the use case takes it."""
        return Presence(**{**data, "half_days": tuple(data["half_days"])})


class SheetSchema(Schema):
    """The attendance sheet, or a part of it. Correcting what was whole needs a reason."""

    records = fields.List(fields.Nested(PresenceSchema), required=True, validate=validate.Length(min=1, max=MOST_LINES))
    reason = reason(load_default=None, allow_none=True)


class RightsArgs(Schema):
    """Of which year; this one where none is named."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


class QuotaSchema(Schema):
    """Used and allowed."""

    used = fields.Integer(required=True)
    quota = fields.Integer(required=True)


class RightsSchema(Schema):
    """Member-only actions of a year, and the formations among them."""

    year = fields.Integer(required=True)
    member_only = fields.Nested(QuotaSchema, required=True)
    formations = fields.Nested(QuotaSchema, required=True)


class ProviderPeopleArgs(Schema):
    """Of which provider organisation."""

    organisation_id = fields.UUID(required=True)


class ProviderPersonSchema(Schema):
    """Somebody who holds the role of training provider."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)


class ProviderPeopleSchema(Schema):
    """By family name."""

    items = fields.List(fields.Nested(ProviderPersonSchema), required=True)
