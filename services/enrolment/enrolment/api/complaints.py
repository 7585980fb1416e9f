"""The register of complaints."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import PageArgs
from enrolment.api.access import RUNNING
from enrolment.api.answers import Answer, after_of, page_of
from enrolment.api.fields import words
from enrolment.api.schemas import PersonSchema
from enrolment.domain.statuses import Status
from enrolment.usecases.read_enrolments import Scope
from enrolment.usecases.register_complaint import (
    ComplaintPage,
    Topic,
    answer_complaint,
    list_complaints,
    register_complaint,
)

blp = Blueprint("complaints", __name__, url_prefix="/api/enrolment/v1", description="Complaints")


class ComplaintArgs(PageArgs):
    """Whose complaints; open ones, answered ones, or both."""

    scope = fields.Enum(Scope, by_value=True, load_default=Scope.MINE)
    is_open = fields.Boolean(load_default=None, allow_none=True)


class NewComplaintSchema(Schema):
    """What somebody complains of."""

    topic = fields.Enum(Topic, by_value=True, required=True)
    body = words()


class MadeComplaintSchema(Schema):
    """The entry of the register."""

    complaint_id = fields.UUID(required=True)


class ComplaintSchema(MadeComplaintSchema):
    """A complaint with its request; no person once the account is closed."""

    enrolment_id = fields.UUID(required=True)
    training_session_id = fields.UUID(required=True)
    status = fields.Enum(Status, by_value=True, required=True)
    action_title = fields.String(required=True, allow_none=True)
    first_day = fields.Date(required=True, allow_none=True)
    last_day = fields.Date(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    person = fields.Nested(PersonSchema, required=True, allow_none=True)
    topic = fields.Enum(Topic, by_value=True, required=True)
    body = fields.String(required=True)
    registered_at = fields.DateTime(required=True)
    answer = fields.String(required=True, allow_none=True)
    answered_at = fields.DateTime(required=True, allow_none=True)


class ComplaintPageSchema(Schema):
    """A page of the register, latest first."""

    items = fields.List(fields.Nested(ComplaintSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ComplaintAnswerSchema(Schema):
    """What is answered."""

    answer = words()


@blp.post("/enrolments/<uuid:enrolment_id>/complaints")
@requires()
@idempotent
@blp.arguments(NewComplaintSchema)
@blp.response(201, MadeComplaintSchema)
@blp.alt_response(404, description="Not a request of this person that reached the provider")
def register(complaint: dict[str, Any], enrolment_id: UUID) -> dict[str, UUID]:
    """Register a complaint about the action of a request."""
    with transaction() as session:
        made = register_complaint(session, enrolment_id, by=current_principal(), now=now(), **complaint)
    return {"complaint_id": made}


@blp.get("/complaints")
@requires()
@blp.arguments(ComplaintArgs, location="query")
@blp.response(200, ComplaintPageSchema)
@blp.alt_response(403, description="The scope is not one of the active role")
def page(query: dict[str, Any]) -> Answer:
    """One's own complaints, those about one's actions, or (staff) all."""
    wanted = ComplaintPage(
        scope=query["scope"], limit=query["limit"], is_open=query["is_open"], after=after_of(query["cursor"])
    )
    with snapshot() as connection:
        found = list_complaints(connection, wanted, by=current_principal())
    for item in found.items:
        item["topic"] = Topic(item["topic"])
    return page_of(found)


@blp.post("/complaints/<uuid:complaint_id>/answer")
@requires(*RUNNING)
@idempotent
@blp.arguments(ComplaintAnswerSchema)
@blp.response(204)
@blp.alt_response(404, description="Not about an action of this provider")
@blp.alt_response(409, description="Answered already")
def answer(said: dict[str, str], complaint_id: UUID) -> None:
    """Answer a complaint."""
    with transaction() as session:
        answer_complaint(session, complaint_id, text=said["answer"], by=current_principal(), now=now())
