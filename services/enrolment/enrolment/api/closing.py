"""The end of a session: closing, evaluations, contested presences."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, post_load, validate

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from enrolment.api.access import RUNNING
from enrolment.api.fields import reason, words
from enrolment.api.session_schemas import MOST_LINES, RosterSchema
from enrolment.domain.evaluation import Evaluation, EvaluationResult
from enrolment.usecases.close_training_session import close_training_session, read_closing
from enrolment.usecases.contest_presence import contest_presence, read_contest, settle_contest
from enrolment.usecases.read_training_sessions import read_roster
from enrolment.usecases.record_evaluations import record_evaluations

blp = Blueprint("closing", __name__, url_prefix="/api/enrolment/v1", description="The end of a session")


class ClosingArgs(Schema):
    """`absent_missing`: half-days of which nothing is recorded count as absence."""

    absent_missing = fields.Boolean(load_default=False)


class ClosingSchema(Schema):
    """How far the closing has come. `missing`: participants whose presence is not whole."""

    closed_at = fields.DateTime(required=True, allow_none=True)
    missing = fields.Integer(required=True)
    recorded = fields.Integer(required=True)
    present = fields.Integer(required=True)
    evaluated = fields.Integer(required=True)
    evaluation_planned = fields.Boolean(required=True)
    questionnaires = fields.Integer(required=True)
    answers = fields.Integer(required=True)


class EvaluationSchema(Schema):
    """The result of one participant; the comment is printed on the statement."""

    enrolment_id = fields.UUID(required=True)
    result = fields.Enum(EvaluationResult, by_value=True, required=True)
    comment = reason(load_default=None, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Evaluation:
        """As the domain has it."""
        return Evaluation(**data)


class EvaluationsSchema(Schema):
    """Some or all results."""

    evaluations = fields.List(
        fields.Nested(EvaluationSchema), required=True, validate=validate.Length(min=1, max=MOST_LINES)
    )


class ContestSchema(Schema):
    """A contested presence. `outcome` null: no answer yet."""

    contest_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    contested_at = fields.DateTime(required=True)
    outcome = fields.String(required=True, allow_none=True, validate=validate.OneOf(["corrected", "kept"]))
    answer = fields.String(required=True, allow_none=True)
    settled_at = fields.DateTime(required=True, allow_none=True)


class ContestStateSchema(Schema):
    """The latest contest, and until when the presence may be contested."""

    closes_at = fields.DateTime(required=True)
    may_contest = fields.Boolean(required=True)
    last = fields.Nested(ContestSchema, required=True, allow_none=True)


class ContestArgs(Schema):
    """What is wrong with the presence as it was recorded."""

    reason = words()


class ContestAnswerArgs(Schema):
    """What the provider answers."""

    answer = words()


@blp.get("/training-sessions/<uuid:training_session_id>/closing")
@requires(*RUNNING)
@blp.response(200, ClosingSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
def state(training_session_id: UUID) -> dict[str, Any]:
    """How far it has come."""
    with transaction() as session:
        return read_closing(session, training_session_id, by=current_principal())


@blp.post("/training-sessions/<uuid:training_session_id>/closing")
@requires(*RUNNING)
@idempotent
@blp.arguments(ClosingArgs)
@blp.response(200, ClosingSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
@blp.alt_response(409, description="Not over yet, cancelled, or presences are missing")
def close(how: dict[str, bool], training_session_id: UUID) -> dict[str, Any]:
    """Close in one step; the same step again does what is missing, and nothing twice."""
    principal = current_principal()
    with transaction() as session:
        close_training_session(
            session, training_session_id, absent_missing=how["absent_missing"], by=principal, now=now()
        )
        return read_closing(session, training_session_id, by=principal)


@blp.put("/training-sessions/<uuid:training_session_id>/evaluations")
@requires(*RUNNING)
@blp.arguments(EvaluationsSchema)
@blp.response(200, RosterSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
@blp.alt_response(409, description="No evaluation is planned")
def evaluate(sheet: dict[str, Any], training_session_id: UUID) -> dict[str, Any]:
    """Record results; the same results again change nothing."""
    principal = current_principal()
    with transaction() as session:
        record_evaluations(session, training_session_id, evaluations=sheet["evaluations"], by=principal, now=now())
        return read_roster(session, training_session_id, by=principal)


@blp.get("/enrolments/<uuid:enrolment_id>/presence-contest")
@requires()
@blp.response(200, ContestStateSchema)
@blp.alt_response(404, description="Not a recorded presence of this person")
def contest_state(enrolment_id: UUID) -> dict[str, Any]:
    """Whether, and until when, one's presence may be contested."""
    with snapshot() as connection:
        return read_contest(connection, enrolment_id, by=current_principal(), now=now())


@blp.post("/enrolments/<uuid:enrolment_id>/presence-contest")
@requires()
@idempotent
@blp.arguments(ContestArgs)
@blp.response(201, ContestSchema)
@blp.alt_response(404, description="Not a recorded presence of this person")
@blp.alt_response(409, description="Contested already, or too late")
def contest(why: dict[str, str], enrolment_id: UUID) -> dict[str, Any]:
    """Contest one's presence."""
    with transaction() as session:
        return contest_presence(session, enrolment_id, reason=why["reason"], by=current_principal(), now=now())


@blp.post("/enrolments/<uuid:enrolment_id>/presence-contest-answer")
@requires(*RUNNING)
@idempotent
@blp.arguments(ContestAnswerArgs)
@blp.response(200, ContestSchema)
@blp.alt_response(403, description="One's own presence")
@blp.alt_response(404, description="Nothing contested in a session of this provider")
def settle(said: dict[str, str], enrolment_id: UUID) -> dict[str, Any]:
    """Answer, after correcting the presence or keeping it."""
    with transaction() as session:
        return settle_contest(session, enrolment_id, answer=said["answer"], by=current_principal(), now=now())
