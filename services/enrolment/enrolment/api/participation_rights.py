"""The meter of one's own rights."""

from typing import Any

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from enrolment.api.session_schemas import RightsArgs, RightsSchema
from enrolment.usecases.read_rights import read_rights

blp = Blueprint("participation_rights", __name__, url_prefix="/api/enrolment/v1", description="Rights of a person")


@blp.get("/participation-rights")
@requires()
@blp.arguments(RightsArgs, location="query")
@blp.response(200, RightsSchema)
def read(query: dict[str, Any]) -> dict[str, Any]:
    """Rights used and quotas of a year."""
    with transaction() as session:
        meter = read_rights(session, current_principal().account_id, year=query["year"], now=now())
    return {
        "year": meter.used.year,
        "member_only": {"used": meter.used.member_only, "quota": meter.policy.member_only_quota},
        "formations": {"used": meter.used.formations, "quota": meter.policy.formation_quota},
    }
