"""What a person takes along besides their requests and complaints."""

from marshmallow import Schema, fields

from chassis.auth import current_principal, requires
from chassis.database import snapshot
from chassis.doors import Blueprint
from chassis.principal import Role
from enrolment.domain.attendance import HalfDay
from enrolment.domain.reasons import ReasonCode
from enrolment.domain.statuses import Status
from enrolment.domain.transitions import Decision
from enrolment.usecases.tell_my_data import MyData, tell_my_data

blp = Blueprint("my_data", __name__, url_prefix="/api/enrolment/v1", description="One's own data")


class WrittenSchema(Schema):
    """A message that the person wrote in a thread, and as whom."""

    message_id = fields.UUID(required=True)
    enrolment_id = fields.UUID(required=True)
    role = fields.String(required=True)
    body = fields.String(required=True)
    written_at = fields.DateTime(required=True)


class OwnMoveSchema(Schema):
    """A move of one of the person's requests. `role`: of who moved it, null for a clock; others are not named."""

    enrolment_id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    decision = fields.Enum(Decision, by_value=True, required=True)
    previous_status = fields.Enum(Status, by_value=True, required=True, allow_none=True)
    status = fields.Enum(Status, by_value=True, required=True)
    occurred_at = fields.DateTime(required=True)
    is_by_me = fields.Boolean(required=True)
    role = fields.Enum(Role, by_value=True, required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    reason_code = fields.Enum(ReasonCode, by_value=True, required=True, allow_none=True)
    policy_version = fields.Integer(required=True)
    quota_policy_version = fields.Integer(required=True)
    is_early = fields.Boolean(required=True, allow_none=True)
    uses_right = fields.Boolean(required=True)
    attendance = fields.Dict(required=True, allow_none=True)
    consequences = fields.Dict(required=True, allow_none=True)
    offer_expires_at = fields.DateTime(required=True, allow_none=True)


class OwnQuestionnaireSchema(Schema):
    """Questions and answers; `answers` null until it is answered. Providers and staff never read who answered what."""

    enrolment_id = fields.UUID(required=True)
    questions = fields.List(fields.Dict(), required=True)
    opened_at = fields.DateTime(required=True)
    answered_at = fields.DateTime(required=True, allow_none=True)
    answers = fields.Dict(required=True, allow_none=True)


class OwnSignatureSchema(Schema):
    """A half-day that the person signed."""

    enrolment_id = fields.UUID(required=True)
    slot_id = fields.UUID(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)
    signed_at = fields.DateTime(required=True)


class OwnContestSchema(Schema):
    """A presence that the person contested."""

    contest_id = fields.UUID(required=True)
    enrolment_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    contested_at = fields.DateTime(required=True)
    outcome = fields.String(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    settled_at = fields.DateTime(required=True, allow_none=True)


class MyDataSchema(Schema):
    """The earliest first."""

    messages = fields.List(fields.Nested(WrittenSchema), required=True)
    moves = fields.List(fields.Nested(OwnMoveSchema), required=True)
    questionnaires = fields.List(fields.Nested(OwnQuestionnaireSchema), required=True)
    signatures = fields.List(fields.Nested(OwnSignatureSchema), required=True)
    contests = fields.List(fields.Nested(OwnContestSchema), required=True)


@blp.get("/my-data")
@requires()
@blp.response(200, MyDataSchema)
def read() -> MyData:
    """What the person wrote, how their requests moved, what they answered, signed and contested."""
    with snapshot() as connection:
        found = tell_my_data(connection, current_principal().account_id)
    for row in found.signatures:
        row["half_day"] = HalfDay(row["half_day"])
    return found
