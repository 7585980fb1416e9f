"""What the provider asks a person before deciding, and what both write."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from enrolment.api.access import RUNNING
from enrolment.api.fields import words
from enrolment.domain.inquiries import Inquiry, InquiryState
from enrolment.usecases.ask_information import Wanted, ask_information
from enrolment.usecases.write_in_thread import read_thread, write_in_thread

blp = Blueprint("threads", __name__, url_prefix="/api/enrolment/v1", description="Information wanted of a person")


class WantedSchema(Schema):
    """A question, and the day by which the answer is wanted; at the latest the first day of the session."""

    question = words()
    due_on = fields.Date(required=True)


class MadeInquirySchema(Schema):
    """A question that was asked."""

    inquiry_id = fields.UUID(required=True)
    asked_at = fields.DateTime(required=True)
    due_on = fields.Date(required=True)
    answered_at = fields.DateTime(required=True, allow_none=True)


class InquirySchema(MadeInquirySchema):
    """The same, with whose turn it is."""

    state = fields.Enum(InquiryState, by_value=True, required=True)


class MessageSchema(Schema):
    """One message; no name once its writer's account is closed."""

    message_id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    role = fields.Enum(Role, by_value=True, required=True)
    is_mine = fields.Boolean(required=True)
    body = fields.String(required=True)
    written_at = fields.DateTime(required=True)


class ThreadSchema(Schema):
    """All messages, first one first. `side`: as whom this viewer writes."""

    enrolment_id = fields.UUID(required=True)
    side = fields.Enum(Role, by_value=True, required=True)
    inquiry = fields.Nested(InquirySchema, required=True, allow_none=True)
    messages = fields.List(fields.Nested(MessageSchema), required=True)
    may_write = fields.Boolean(required=True)


class NewMessageSchema(Schema):
    """What somebody writes."""

    body = words()


@blp.post("/enrolments/<uuid:enrolment_id>/information-request")
@requires(*RUNNING)
@idempotent
@blp.arguments(WantedSchema)
@blp.response(201, MadeInquirySchema)
@blp.alt_response(403, description="One's own request")
@blp.alt_response(404, description="Not a request for an action of this provider")
@blp.alt_response(409, description="Asked already, not this provider's turn, or too late")
def ask(wanted: dict[str, Any], enrolment_id: UUID) -> Inquiry:
    """Ask the person something; the seat stays held."""
    with transaction() as session:
        return ask_information(session, enrolment_id, wanted=Wanted(**wanted), by=current_principal(), now=now())


@blp.get("/enrolments/<uuid:enrolment_id>/messages")
@requires()
@blp.response(200, ThreadSchema)
@blp.alt_response(404, description="Neither the person of the request nor who runs its action")
def thread(enrolment_id: UUID) -> dict[str, Any]:
    """What was written."""
    with snapshot() as connection:
        return read_thread(connection, enrolment_id, by=current_principal(), now=now())


@blp.post("/enrolments/<uuid:enrolment_id>/messages")
@requires()
@idempotent
@blp.arguments(NewMessageSchema)
@blp.response(201, ThreadSchema)
@blp.alt_response(404, description="Neither the person of the request nor who runs its action")
@blp.alt_response(409, description="Nothing was asked, or the request holds no seat any more")
def write(message: dict[str, str], enrolment_id: UUID) -> dict[str, Any]:
    """Write; an answer of the person gives the request back to the provider."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        write_in_thread(session, enrolment_id, body=message["body"], by=principal, now=moment)
        return read_thread(session, enrolment_id, by=principal, now=moment)
