"""The public check of a document by its code."""

from typing import Any

from chassis.auth import public
from chassis.database import snapshot
from chassis.doors import Blueprint
from documents.api.schemas import VerificationSchema
from documents.usecases.check_document import check_document

blueprint = Blueprint("verifications", __name__, url_prefix="/api/documents/v1/verifications")


@blueprint.get("/<string:code>")
@public
@blueprint.response(200, VerificationSchema)
@blueprint.alt_response(404)
def check(code: str) -> Any:
    """Whether the document of this code is valid, replaced or revoked, and all it says."""
    with snapshot() as connection:
        return check_document(connection, code), 200, {"Cache-Control": "no-store"}
