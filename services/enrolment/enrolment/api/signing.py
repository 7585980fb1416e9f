"""Presence signed by the participants with the code of a half-day."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from enrolment.api.access import RUNNING
from enrolment.domain.attendance import HalfDay
from enrolment.domain.signing import SigningCode
from enrolment.usecases.open_signing import list_signing_codes, open_signing
from enrolment.usecases.sign_presence import Signing, read_signing, sign_presence

blp = Blueprint("signing", __name__, url_prefix="/api/enrolment/v1", description="Presence signed in the room")
_PATTERN = r"^[A-Za-z0-9 -]{1,20}$"


class HalfDayArgs(Schema):
    """Which half-day; `is_new` makes the code that was shown before void."""

    slot_id = fields.UUID(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)
    is_new = fields.Boolean(load_default=False)


class SigningCodeSchema(Schema):
    """A code, and when it is good."""

    code = fields.String(required=True)
    slot_id = fields.UUID(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)
    opens_at = fields.DateTime(required=True)
    closes_at = fields.DateTime(required=True)


class CountedCodeSchema(SigningCodeSchema):
    """With the number of signatures so far."""

    signed = fields.Integer(required=True)


class SigningCodesSchema(Schema):
    """The codes of a session that were opened."""

    items = fields.List(fields.Nested(CountedCodeSchema), required=True)


class CodeArgs(Schema):
    """As typed: hyphens, blanks and small letters do no harm."""

    code = fields.String(required=True, validate=validate.Regexp(_PATTERN))


class SigningSchema(Schema):
    """What a participant signs."""

    enrolment_id = fields.UUID(required=True)
    action_title = fields.String(required=True)
    half_day = fields.Enum(HalfDay, by_value=True, required=True)
    starts_at = fields.DateTime(required=True)
    ends_at = fields.DateTime(required=True)
    is_signed = fields.Boolean(required=True)


def _shown(found: Signing) -> dict[str, Any]:
    return {
        "enrolment_id": found.enrolment_id,
        "action_title": found.target.title,
        "half_day": found.half_day.half_day,
        "starts_at": found.half_day.starts_at,
        "ends_at": found.half_day.ends_at,
        "is_signed": found.is_signed,
    }


@blp.get("/training-sessions/<uuid:training_session_id>/signing-codes")
@requires(*RUNNING)
@blp.response(200, SigningCodesSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
def codes(training_session_id: UUID) -> dict[str, Any]:
    """The codes that were opened."""
    with transaction() as session:
        return {"items": list_signing_codes(session, training_session_id, by=current_principal())}


@blp.post("/training-sessions/<uuid:training_session_id>/signing-codes")
@requires(*RUNNING)
@idempotent
@blp.arguments(HalfDayArgs)
@blp.response(201, SigningCodeSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
def open_half_day(wanted: dict[str, Any], training_session_id: UUID) -> SigningCode:
    """The code of a half-day, made on first demand."""
    half_day = (wanted["slot_id"], wanted["half_day"])
    with transaction() as session:
        return open_signing(
            session,
            training_session_id,
            half_day=half_day,
            is_new=wanted["is_new"],
            by=current_principal(),
            now=now(),
        )


@blp.get("/signatures")
@requires()
@blp.arguments(CodeArgs, location="query")
@blp.response(200, SigningSchema)
@blp.alt_response(403, description="Not a participant")
@blp.alt_response(404, description="No such code")
@blp.alt_response(409, description="Too early or too late")
def look(query: dict[str, str]) -> dict[str, Any]:
    """What this person would sign with a code."""
    with transaction() as session:
        return _shown(read_signing(session, query["code"], by=current_principal(), now=now()))


@blp.post("/signatures")
@requires()
@idempotent
@blp.arguments(CodeArgs)
@blp.response(200, SigningSchema)
@blp.alt_response(403, description="Not a participant")
@blp.alt_response(404, description="No such code")
@blp.alt_response(409, description="Too early or too late")
def sign(given: dict[str, str]) -> dict[str, Any]:
    """Sign; a second time changes nothing."""
    with transaction() as session:
        return _shown(sign_presence(session, given["code"], by=current_principal(), now=now()))
