"""Satisfaction: templates of staff, the answer of a participant, results."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG, expected_version
from enrolment.api.access import RUNNING
from enrolment.api.answers import Answer
from enrolment.api.fields import short_words
from enrolment.domain.questionnaires import MOST_QUESTIONS, Question, QuestionKind
from enrolment.usecases.answer_questionnaire import answer_questionnaire, read_questionnaire
from enrolment.usecases.keep_questionnaire_template import keep_questionnaire_template, list_templates
from enrolment.usecases.read_satisfaction import read_action_satisfaction, read_session_satisfaction

blp = Blueprint("questionnaires", __name__, url_prefix="/api/enrolment/v1", description="Satisfaction")
_CODE = r"^[a-z0-9_-]{1,60}$"


class QuestionSchema(Schema):
    """One question. `label` null: a question of the house, whose words are those of who shows it."""

    question_id = fields.String(required=True, validate=validate.Regexp(_CODE))
    kind = fields.Enum(QuestionKind, by_value=True, required=True)
    label = short_words(required=True, allow_none=True)
    is_required = fields.Boolean(load_default=False)
    choices = fields.List(short_words(), load_default=list, validate=validate.Length(max=12))

    @validates_schema
    def check_choices(self, data: dict[str, Any], **_: Any) -> None:
        """A choice has at least two, nothing else has any."""
        is_choice = data["kind"] is QuestionKind.CHOICE
        if is_choice != bool(data["choices"]) or (is_choice and len(set(data["choices"])) < 2):
            raise ValidationError("A choice has two or more different ones, other kinds have none.", "choices")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Question:
        """As the domain has it."""
        return Question(**{**data, "choices": tuple(data["choices"])})


class TemplateSchema(Schema):
    """The questions of a type; version 0 are those of the house."""

    type_code = fields.String(required=True)
    type_label = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)
    questions = fields.List(fields.Nested(QuestionSchema), required=True)


class TemplatesSchema(Schema):
    """Every known type."""

    items = fields.List(fields.Nested(TemplateSchema), required=True)


class NewTemplateSchema(Schema):
    """The questions as they shall be; `version` is the one that was read."""

    version = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=1_000_000))
    questions = fields.List(
        fields.Nested(QuestionSchema), required=True, validate=validate.Length(min=1, max=MOST_QUESTIONS)
    )

    @validates_schema
    def check_ids(self, data: dict[str, Any], **_: Any) -> None:
        """Each question once."""
        keys = [question.question_id for question in data["questions"]]
        if len(set(keys)) < len(keys):
            raise ValidationError("A question stands twice.", "questions")


class KeptTemplateSchema(Schema):
    """The version that was made."""

    version = fields.Integer(required=True)


class QuestionnaireSchema(Schema):
    """A participant's questionnaire; its answers are not read again."""

    enrolment_id = fields.UUID(required=True)
    questions = fields.List(fields.Dict(), required=True)
    opened_at = fields.DateTime(required=True)
    answered_at = fields.DateTime(required=True, allow_none=True)


class AnswersSchema(Schema):
    """By question: a number from 1 to 5, true or false, one of the choices, or words."""

    answers = fields.Dict(
        keys=fields.String(validate=validate.Regexp(_CODE)), required=True, validate=validate.Length(max=MOST_QUESTIONS)
    )


class QuestionResultSchema(QuestionSchema):
    """What was answered to one question: `counts` by answer, `mean` of a scale."""

    answered = fields.Integer(required=True)
    mean = fields.Float(required=True, allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    texts = fields.List(fields.String(), required=True)


class SatisfactionSchema(Schema):
    """Results; `is_hidden` below `least_answers`, when the provider learns the number alone."""

    asked = fields.Integer(required=True)
    answered = fields.Integer(required=True)
    is_hidden = fields.Boolean(required=True)
    least_answers = fields.Integer(required=True)
    results = fields.List(fields.Nested(QuestionResultSchema), required=True)


def _kinds(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "kind": QuestionKind(entry["kind"])}


@blp.get("/questionnaire-templates")
@requires(Role.STAFF)
@blp.response(200, TemplatesSchema)
def templates() -> dict[str, Any]:
    """The questions of every type of action."""
    with snapshot() as connection:
        items = list_templates(connection)
    return {"items": [{**entry, "questions": [_kinds(one) for one in entry["questions"]]} for entry in items]}


@blp.put("/questionnaire-templates/<string:type_code>")
@requires(Role.STAFF)
@blp.arguments(NewTemplateSchema)
@blp.response(200, KeptTemplateSchema, headers=ETAG)
@blp.alt_response(404, description="No action ever had this type")
@blp.alt_response(412, description="Somebody else wrote meanwhile")
def keep_template(wanted: dict[str, Any], type_code: str) -> Answer:
    """Keep the questions of a type as a new version; the one that was read stands in the body or in If-Match."""
    found = expected_version()
    wanted |= {"version": found} if found is not None else {}
    with transaction() as session:
        version = keep_questionnaire_template(session, type_code, by=current_principal(), now=now(), **wanted)
    return {"version": version}, 200, {"ETag": f'"{version}"'}


@blp.get("/enrolments/<uuid:enrolment_id>/questionnaire")
@requires()
@blp.response(200, QuestionnaireSchema)
@blp.alt_response(404, description="Not a questionnaire of this person")
def read(enrolment_id: UUID) -> dict[str, Any]:
    """One's own questionnaire."""
    with snapshot() as connection:
        return read_questionnaire(connection, enrolment_id, by=current_principal())


@blp.post("/enrolments/<uuid:enrolment_id>/questionnaire-answer")
@requires()
@idempotent
@blp.arguments(AnswersSchema)
@blp.response(204)
@blp.alt_response(404, description="Not a questionnaire of this person")
@blp.alt_response(409, description="Answered already")
def answer(given: dict[str, Any], enrolment_id: UUID) -> None:
    """Answer once."""
    with transaction() as session:
        answer_questionnaire(session, enrolment_id, answers=given["answers"], by=current_principal(), now=now())


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "results": [_kinds(entry) for entry in found["results"]]}


@blp.get("/training-sessions/<uuid:training_session_id>/satisfaction")
@requires(*RUNNING)
@blp.response(200, SatisfactionSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
def of_session(training_session_id: UUID) -> dict[str, Any]:
    """Results of a session."""
    with transaction() as session:
        return _shown(read_session_satisfaction(session, training_session_id, by=current_principal()))


@blp.get("/training-actions/<uuid:training_action_id>/satisfaction")
@requires(*RUNNING)
@blp.response(200, SatisfactionSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
def of_action(training_action_id: UUID) -> dict[str, Any]:
    """Results of all sessions of an action."""
    with transaction() as session:
        return _shown(read_action_satisfaction(session, training_action_id, by=current_principal()))
