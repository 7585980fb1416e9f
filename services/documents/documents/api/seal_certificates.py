"""The certificates of the seal, for whoever checks a PDF."""

from typing import Any

from chassis.auth import public
from chassis.database import snapshot
from chassis.doors import Blueprint
from documents.api.schemas import SealCertificatesSchema
from documents.usecases.read_seal_certificates import read_seal_certificates

blueprint = Blueprint("seal_certificates", __name__, url_prefix="/api/documents/v1/seal-certificates")


@blueprint.get("")
@public
@blueprint.response(200, SealCertificatesSchema)
def read() -> dict[str, Any]:
    """Certificates that sealed documents, those of earlier keys included."""
    with snapshot() as connection:
        return {"items": read_seal_certificates(connection)}
