"""The employer's desk, as the API reads and writes it."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from chassis.problems import ProblemSchema
from enrolment.api.fields import Keys, reason, reason_code
from enrolment.api.schemas import EnrolmentSchema, PersonSchema
from enrolment.api.session_schemas import QuotaSchema
from enrolment.domain.attendance import HalfDay
from enrolment.domain.exports import ExportKind
from enrolment.domain.reasons import HR_REASONS, ReasonCode
from enrolment.domain.statuses import Status
from enrolment.domain.transitions import Decision
from enrolment.store.hr_decisions import HR_DECISIONS
from enrolment.store.listings import Order
from enrolment.usecases.list_hr_decisions import DecidedBy

MOST_AT_ONCE = 100


class InboxArgs(PageArgs):
    """Which undecided requests; whoever waits longest comes first unless another order is asked for."""

    training_session_id = fields.UUID(load_default=None)
    enrolment_ids = Keys(load_default=None)
    sort = fields.Enum(Order, by_value=True, load_default=Order.REQUESTED)


class RightsLeftSchema(Schema):
    """Rights of the person for the session's year; `is_needed` where the request would use one."""

    year = fields.Integer(required=True)
    member_only = fields.Nested(QuotaSchema, required=True)
    formations = fields.Nested(QuotaSchema, required=True)
    is_needed = fields.Boolean(required=True)


class ColleagueSchema(Schema):
    """Somebody of the organisation on the same action this year; no name once the account is closed."""

    name = fields.String(required=True, allow_none=True)
    status = fields.Enum(Status, by_value=True, required=True)


class DayPartSchema(Schema):
    """A half-day."""

    date = fields.Date(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)


class AwaySchema(Schema):
    """Somebody of the organisation who is on another session on some of the same half-days."""

    name = fields.String(required=True, allow_none=True)
    half_days = fields.List(fields.Nested(DayPartSchema), required=True)


class PastPresenceSchema(Schema):
    """How often the person was there, for this organisation."""

    attended = fields.Integer(required=True)
    partially_attended = fields.Integer(required=True)
    absent = fields.Integer(required=True)


class DecisionContextSchema(Schema):
    """What helps to decide. `organisation_cap` null: people of one organisation are not limited."""

    rights = fields.Nested(RightsLeftSchema, required=True)
    organisation_cap = fields.Integer(required=True, allow_none=True)
    colleagues = fields.List(fields.Nested(ColleagueSchema), required=True)
    away = fields.List(fields.Nested(AwaySchema), required=True)
    past_presence = fields.Nested(PastPresenceSchema, required=True)


class InboxItemSchema(EnrolmentSchema):
    """A request with its context."""

    context = fields.Nested(DecisionContextSchema, required=True)


class InboxSchema(Schema):
    """A page of undecided requests; `waiting` counts all of them."""

    items = fields.List(fields.Nested(InboxItemSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    waiting = fields.Integer(required=True)
    oldest_requested_at = fields.DateTime(required=True, allow_none=True)


class BulkDecisionSchema(Schema):
    """One decision about several requests; a refusal needs a reason."""

    enrolment_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=MOST_AT_ONCE))
    decision = fields.String(required=True, validate=validate.OneOf(["approve", "refuse"]))
    reason = reason(load_default=None, allow_none=True)
    reason_code = reason_code(HR_REASONS)


class OutcomeSchema(Schema):
    """What became of one request: its state, or the problem that left it as it was."""

    enrolment_id = fields.UUID(required=True)
    status = fields.Enum(Status, by_value=True, required=True, allow_none=True)
    problem = fields.Nested(ProblemSchema, required=True, allow_none=True)


class OutcomesSchema(Schema):
    """In order of request date, then those that are none of this organisation."""

    items = fields.List(fields.Nested(OutcomeSchema), required=True)


class DecisionArgs(PageArgs):
    """Whose decisions: one's own, or all of the organisation; of which kind."""

    decided_by = fields.Enum(DecidedBy, by_value=True, load_default=DecidedBy.ME)
    decision = fields.String(
        load_default=None, validate=validate.OneOf(sorted(decision.value for decision in HR_DECISIONS))
    )


class HrDecisionEntrySchema(Schema):
    """A decision, with the request as it stands now."""

    move_id = fields.UUID(required=True)
    decision = fields.Enum(Decision, by_value=True, required=True)
    decided_at = fields.DateTime(required=True)
    decided_by = fields.UUID(required=True, allow_none=True)
    decider = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    reason_code = fields.Enum(ReasonCode, by_value=True, required=True, allow_none=True)
    is_own_request = fields.Boolean(required=True)
    enrolment_id = fields.UUID(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    requested_at = fields.DateTime(required=True)
    action_title = fields.String(required=True, allow_none=True)
    first_day = fields.Date(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    person = fields.Nested(PersonSchema, required=True, allow_none=True)


class HrDecisionPageSchema(Schema):
    """A page of decisions, latest first."""

    items = fields.List(fields.Nested(HrDecisionEntrySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RowsArgs(Schema):
    """Which lines; both days are included."""

    kind = fields.Enum(ExportKind, by_value=True, required=True)
    first_day = fields.Date(load_default=None)
    last_day = fields.Date(load_default=None)


class FiguresArgs(Schema):
    """Of which year; this one where none is named."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


class StatusCountSchema(Schema):
    """Requests in one state."""

    status = fields.Enum(Status, by_value=True, required=True)
    count = fields.Integer(required=True)


class MonthCountSchema(Schema):
    """Requests sent in one month, and how many took a seat."""

    month = fields.Integer(required=True)
    requested = fields.Integer(required=True)
    with_seat = fields.Integer(required=True)


class TypeCountSchema(Schema):
    """Requests, presences and minutes of one type of action."""

    type_label = fields.String(required=True)
    requested = fields.Integer(required=True)
    attended = fields.Integer(required=True)
    net_minutes = fields.Integer(required=True)


class RightsCountSchema(Schema):
    """People, and the rights their requests use."""

    people = fields.Integer(required=True)
    member_only = fields.Integer(required=True)
    formations = fields.Integer(required=True)


class DecisionDaysSchema(Schema):
    """Days from request to decision."""

    decided = fields.Integer(required=True)
    median_days = fields.Float(required=True, allow_none=True)
    slowest_tenth_days = fields.Float(required=True, allow_none=True)


class OrganisationFiguresSchema(Schema):
    """The figures of an organisation."""

    year = fields.Integer(required=True)
    by_status = fields.List(fields.Nested(StatusCountSchema), required=True)
    by_month = fields.List(fields.Nested(MonthCountSchema), required=True)
    by_type = fields.List(fields.Nested(TypeCountSchema), required=True)
    rights = fields.Nested(RightsCountSchema, required=True)
    decisions = fields.Nested(DecisionDaysSchema, required=True)
