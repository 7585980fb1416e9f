"""Deputies of absent HR validators, named by the referent."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from enrolment.domain.deputies import Deputy
from enrolment.usecases.name_deputy import Mandate, end_deputy, list_deputies, list_people, name_deputy

blp = Blueprint("deputies", __name__, url_prefix="/api/enrolment/v1", description="Deputies of HR validators")


class MandateSchema(Schema):
    """Who is absent, who decides instead, from which day to which; both days are included."""

    absent_account_id = fields.UUID(required=True)
    deputy_account_id = fields.UUID(required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)


class MadeDeputySchema(MandateSchema):
    """A mandate."""

    deputy_id = fields.UUID(required=True)


class DeputySchema(MadeDeputySchema):
    """A mandate with the names of both, null once an account is closed."""

    absent_name = fields.String(required=True, allow_none=True)
    deputy_name = fields.String(required=True, allow_none=True)
    is_in_force = fields.Boolean(required=True)


class DeputiesSchema(Schema):
    """Mandates in force or to come."""

    items = fields.List(fields.Nested(DeputySchema), required=True)


class AffiliatedSchema(Schema):
    """A confirmed person. `may_decide`: has signed in, so that a mandate would take effect."""

    account_id = fields.UUID(required=True)
    name = fields.String(required=True)
    roles = fields.List(fields.Enum(Role, by_value=True), required=True)
    may_decide = fields.Boolean(required=True)


class AffiliatedPeopleSchema(Schema):
    """The people of the organisation."""

    items = fields.List(fields.Nested(AffiliatedSchema), required=True)


@blp.get("/organisation-people")
@requires(Role.REFERENT)
@blp.response(200, AffiliatedPeopleSchema)
@blp.alt_response(403, description="Not the referent any more")
def people() -> dict[str, Any]:
    """Whom the referent may name, and for whom."""
    with snapshot() as connection:
        return {
            "items": [
                {**person, "roles": [Role(role) for role in person["roles"]]}
                for person in list_people(connection, by=current_principal())
            ]
        }


@blp.get("/deputies")
@requires(Role.REFERENT)
@blp.response(200, DeputiesSchema)
@blp.alt_response(403, description="Not the referent any more")
def page() -> dict[str, Any]:
    """Mandates in force or to come."""
    with snapshot() as connection:
        return {"items": list_deputies(connection, by=current_principal(), now=now())}


@blp.post("/deputies")
@requires(Role.REFERENT)
@idempotent
@blp.arguments(MandateSchema)
@blp.response(201, MadeDeputySchema)
@blp.alt_response(403, description="Not the referent any more")
@blp.alt_response(409, description="There is a deputy on some of these days")
def name(mandate: dict[str, Any]) -> Deputy:
    """Name a deputy."""
    with transaction() as session:
        return name_deputy(session, Mandate(**mandate), by=current_principal(), now=now())


@blp.post("/deputies/<uuid:deputy_id>/end")
@requires(Role.REFERENT)
@idempotent
@blp.response(204)
@blp.alt_response(403, description="Not the referent any more")
@blp.alt_response(404, description="Not a mandate of this organisation")
def end(deputy_id: UUID) -> None:
    """Take a mandate back."""
    with transaction() as session:
        end_deputy(session, deputy_id, by=current_principal(), now=now())
