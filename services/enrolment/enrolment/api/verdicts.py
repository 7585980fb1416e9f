"""May I ask?"""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from enrolment.api.schemas import VerdictArgs, VerdictsSchema
from enrolment.usecases.read_verdicts import read_verdicts

blp = Blueprint("verdicts", __name__, url_prefix="/api/enrolment/v1", description="May a person ask for a place")


@blp.get("/verdicts")
@requires()
@blp.arguments(VerdictArgs, location="query")
@blp.response(200, VerdictsSchema)
@blp.alt_response(404, description="Unknown session")
def read(query: dict[str, UUID]) -> dict[str, Any]:
    """One verdict for each organisation of the person, with every failing rule."""
    training_session_id = query["training_session_id"]
    with transaction() as session:
        verdicts = read_verdicts(session, training_session_id, by=current_principal(), now=now())
    return {"training_session_id": training_session_id, "items": verdicts}
