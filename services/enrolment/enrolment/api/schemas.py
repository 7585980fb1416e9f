"""Requests, as the API reads and writes them."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from chassis.principal import Role
from enrolment.api.fields import Statuses, motivation, reason, reason_code
from enrolment.domain.attendance import HalfDay
from enrolment.domain.reasons import HR_REASONS, PROVIDER_REASONS, ReasonCode
from enrolment.domain.seats import Place
from enrolment.domain.statuses import Status
from enrolment.domain.transitions import Decision
from enrolment.store.listings import Order
from enrolment.usecases.read_enrolments import Period, Scope


class WishSchema(Schema):
    """What the form says. Both ticks are required: a request without them is none."""

    training_session_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    motivation = motivation()
    prerequisites_met = fields.Boolean(required=True, validate=validate.Equal(True))
    available_on_all_slots = fields.Boolean(required=True, validate=validate.Equal(True))
    information_read = fields.Boolean(
        load_default=False,
        metadata={"description": "the mandatory information (L6353-8) was read; without it nobody is enrolled"},
    )


class EnrolmentArgs(PageArgs):
    """Which requests to list."""

    scope = fields.Enum(Scope, by_value=True, load_default=Scope.MINE)
    period = fields.Enum(Period, by_value=True, load_default=None)
    status = Statuses(load_default=None, metadata={"description": "one or several, separated by commas"})
    training_session_id = fields.UUID(load_default=None)
    sort = fields.Enum(Order, by_value=True, load_default=None)
    information_wanted = fields.Boolean(load_default=None, allow_none=True)


class PersonSchema(Schema):
    """A name and an address."""

    civility = fields.String(required=True, allow_none=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    email = fields.String(required=True)


class HalfDayPresenceSchema(Schema):
    """Minutes attended of a half-day, without breaks."""

    slot_id = fields.UUID(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)
    net_minutes = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=1_440))


class AttendanceSchema(Schema):
    """The whole presence."""

    net_minutes = fields.Integer(required=True)
    planned_minutes = fields.Integer(required=True)
    half_days = fields.List(fields.Nested(HalfDayPresenceSchema), required=True)
    recorded_at = fields.DateTime(required=True)


class InformationSchema(Schema):
    """The provider's latest question to the person; `is_wanted` until it is answered."""

    due_on = fields.Date(required=True)
    asked_at = fields.DateTime(required=True)
    answered_at = fields.DateTime(required=True, allow_none=True)
    is_wanted = fields.Boolean(required=True)


class EnrolmentSchema(Schema):
    """A request as this viewer may see it. `decided_at` and `reason` are those of the last move."""

    enrolment_id = fields.UUID(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    version = fields.Integer(required=True, metadata={"description": "also the ETag, for If-Match"})
    training_session_id = fields.UUID(required=True)
    training_action_id = fields.UUID(required=True)
    publication_number = fields.Integer(required=True)
    action_title = fields.String(required=True, allow_none=True)
    type_label = fields.String(required=True, allow_none=True)
    delivery_mode = fields.String(required=True, allow_none=True)
    duration_days = fields.String(required=True, allow_none=True, metadata={"description": "decimal, days"})
    first_day = fields.Date(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    starts_at = fields.DateTime(required=True, allow_none=True)
    ends_at = fields.DateTime(required=True, allow_none=True)
    slots = fields.List(fields.Dict(), required=True, allow_none=True)
    account_id = fields.UUID(required=True)
    person = fields.Nested(PersonSchema, required=True, allow_none=True)
    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(required=True, allow_none=True)
    motivation = fields.String(required=True)
    prerequisites_met = fields.Boolean(required=True)
    available_on_all_slots = fields.Boolean(required=True)
    uses_right = fields.Boolean(required=True)
    requested_at = fields.DateTime(required=True)
    decided_at = fields.DateTime(required=True, allow_none=True)
    decided_as = fields.Enum(Role, by_value=True, required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    reason_code = fields.Enum(ReasonCode, by_value=True, required=True, allow_none=True)
    evaluation = fields.Dict(required=True, allow_none=True)
    waiting_rank = fields.Integer(required=True, allow_none=True)
    offer_expires_at = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "until when an offered place may be answered"}
    )
    information_read_at = fields.DateTime(required=True, allow_none=True)
    information_publication = fields.Integer(required=True, allow_none=True)
    allowed_moves = fields.List(fields.String(), required=True)
    attendance = fields.Nested(AttendanceSchema, required=True, allow_none=True)
    information = fields.Nested(InformationSchema, required=True, allow_none=True)
    questionnaire = fields.String(required=True, allow_none=True, metadata={"description": "open, or answered"})


class EnrolmentPageSchema(Schema):
    """A page of requests."""

    items = fields.List(fields.Nested(EnrolmentSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ActorSchema(Schema):
    """Who moved a request; all null where a clock or another service did."""

    account_id = fields.UUID(required=True, allow_none=True)
    role = fields.Enum(Role, by_value=True, required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)


class MoveSchema(Schema):
    """One move: who, in which role, when, why, under which policy."""

    number = fields.Integer(required=True)
    decision = fields.Enum(Decision, by_value=True, required=True)
    previous_status = fields.Enum(Status, by_value=True, required=True, allow_none=True)
    status = fields.Enum(Status, by_value=True, required=True)
    at = fields.DateTime(required=True)
    actor = fields.Nested(ActorSchema, required=True)
    reason = fields.String(required=True, allow_none=True)
    reason_code = fields.Enum(ReasonCode, by_value=True, required=True, allow_none=True)
    policy_version = fields.Integer(required=True)
    quota_policy_version = fields.Integer(required=True)
    is_own_request = fields.Boolean(required=True)
    is_early = fields.Boolean(required=True, allow_none=True)
    uses_right = fields.Boolean(required=True)


class OfferAnswerSchema(Schema):
    """Take the offered place, or leave it to the next in line."""

    answer = fields.String(required=True, validate=validate.OneOf(["accept", "decline"]))


class CancellationSchema(Schema):
    """Why; and whether the person had read that the right is given back."""

    reason = reason(required=True)
    right_given_back = fields.Boolean(
        load_default=None,
        allow_none=True,
        metadata={"description": "as read among the consequences; refused if it no longer holds"},
    )


class HistoryArgs(Schema):
    """At which moment to rebuild the request; now where none is named."""

    at = fields.AwareDateTime(load_default=None)


class RebuiltSchema(Schema):
    """A request as it stood at a moment, rebuilt from its moves."""

    at = fields.DateTime(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    version = fields.Integer(required=True)
    uses_right = fields.Boolean(required=True)
    decided_at = fields.DateTime(required=True, allow_none=True)
    decided_by = fields.UUID(required=True, allow_none=True)
    decided_as = fields.Enum(Role, by_value=True, required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    policy_version = fields.Integer(required=True)
    quota_policy_version = fields.Integer(required=True)
    offer_expires_at = fields.DateTime(required=True, allow_none=True)
    net_minutes = fields.Integer(required=True, allow_none=True)
    planned_minutes = fields.Integer(required=True, allow_none=True)


class HistorySchema(Schema):
    """Every move, first one first; `state` null: the request had not been made at that moment."""

    items = fields.List(fields.Nested(MoveSchema), required=True)
    state = fields.Nested(RebuiltSchema, required=True, allow_none=True)


class HrDecisionSchema(Schema):
    """A refusal needs a reason: of the list, in words, or both."""

    decision = fields.String(required=True, validate=validate.OneOf(["approve", "refuse"]))
    reason = reason(load_default=None, allow_none=True)
    reason_code = reason_code(HR_REASONS)


class ProviderDecisionSchema(Schema):
    """Declining needs a reason: of the list, in words, or both."""

    decision = fields.String(required=True, validate=validate.OneOf(["accept", "decline"]))
    reason = reason(load_default=None, allow_none=True)
    reason_code = reason_code(PROVIDER_REASONS)


class ReasonSchema(Schema):
    """Why; it is told to the person."""

    reason = reason(required=True)


class ConsequencesSchema(Schema):
    """What cancelling now would do. `right_given_back` null: the request uses none."""

    is_early = fields.Boolean(required=True)
    right_given_back = fields.Boolean(required=True, allow_none=True)
    withdrawal_deadline = fields.DateTime(required=True)
    told = fields.List(fields.Enum(Role, by_value=True), required=True)


class VerdictArgs(Schema):
    """For which session."""

    training_session_id = fields.UUID(required=True)


class FailureSchema(Schema):
    """A failing rule: a code of contracts/problems.md."""

    code = fields.String(required=True)
    figures = fields.Dict(required=True)
    next_step = fields.String(required=True, allow_none=True)


class ForeseenQuotaSchema(Schema):
    """Used now, used by one request more, allowed."""

    used = fields.Integer(required=True)
    would_use = fields.Integer(required=True)
    quota = fields.Integer(required=True)


class ForeseenRightsSchema(Schema):
    """What a seat would use of the year's rights."""

    year = fields.Integer(required=True)
    member_only = fields.Nested(ForeseenQuotaSchema, required=True)
    formations = fields.Nested(ForeseenQuotaSchema, required=True)


class ConflictSchema(Schema):
    """An overlap with another live request of the person; it bars nothing."""

    enrolment_id = fields.UUID(required=True)
    title = fields.String(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)


class VerdictSchema(Schema):
    """May the person ask for this organisation, and what would an approval give now."""

    organisation_id = fields.UUID(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    may_request = fields.Boolean(required=True)
    outcome = fields.Enum(Place, by_value=True, required=True, allow_none=True)
    waiting_rank = fields.Integer(required=True, allow_none=True)
    uses_right = fields.Boolean(required=True)
    failures = fields.List(fields.Nested(FailureSchema), required=True)
    rights = fields.Nested(ForeseenRightsSchema, required=True, allow_none=True)
    conflicts = fields.List(fields.Nested(ConflictSchema), required=True)


class VerdictsSchema(Schema):
    """One verdict for each organisation of the person."""

    training_session_id = fields.UUID(required=True)
    items = fields.List(fields.Nested(VerdictSchema), required=True)
