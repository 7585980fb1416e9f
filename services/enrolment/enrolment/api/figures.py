"""Figures for staff."""

from typing import Any

from marshmallow import Schema, fields, validate

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot
from chassis.doors import Blueprint
from chassis.principal import Role
from enrolment.domain.deadlines import day_of
from enrolment.usecases.read_figures import read_figures

blp = Blueprint("figures", __name__, url_prefix="/api/enrolment/v1", description="Figures for staff")


class FiguresArgs(Schema):
    """Of which year (of the session's first day); this one where none is named."""

    year = fields.Integer(load_default=None, validate=validate.Range(min=2000, max=2100))


class DemandSchema(Schema):
    """How many requests came to what. `label`: an organisation, a territory, a type; empty where it is not known."""

    label = fields.String(required=True)
    requested = fields.Integer(required=True)
    served = fields.Integer(required=True, metadata={"description": "hold a seat, or were there"})
    undecided = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    refused_by_hr = fields.Integer(required=True)
    declined = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    expired = fields.Integer(required=True)
    attended = fields.Integer(required=True)
    absent = fields.Integer(required=True)
    hr_median_days = fields.Float(required=True, allow_none=True)
    provider_median_days = fields.Float(required=True, allow_none=True)


class FiguresSchema(Schema):
    """`total` null: no request for a session of that year."""

    year = fields.Integer(required=True)
    total = fields.Nested(DemandSchema, required=True, allow_none=True)
    by_organisation = fields.List(fields.Nested(DemandSchema), required=True)
    by_territory = fields.List(fields.Nested(DemandSchema), required=True)
    by_type = fields.List(fields.Nested(DemandSchema), required=True)


@blp.get("/figures")
@requires(Role.STAFF)
@blp.arguments(FiguresArgs, location="query")
@blp.response(200, FiguresSchema)
def read(query: dict[str, Any]) -> dict[str, Any]:
    """Demand served and unserved, decision times, no-shows."""
    year = query["year"] or day_of(now()).year
    with snapshot() as connection:
        return read_figures(connection, year=year, by=current_principal())
