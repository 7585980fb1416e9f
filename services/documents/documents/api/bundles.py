"""Bundles: ask, look, download."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from documents.api.bundle_schemas import BundleListSchema, BundleNotReadySchema, BundleSchema, NewBundleSchema
from documents.usecases.read_bundles import list_bundles, read_bundle, read_bundle_file
from documents.usecases.request_bundle import request_bundle

RETRY_AFTER_S = 5
blueprint = Blueprint("bundles", __name__, url_prefix="/api/documents/v1/bundles")


@blueprint.post("")
@requires()
@idempotent
@blueprint.arguments(NewBundleSchema)
@blueprint.response(202, BundleSchema)
@blueprint.alt_response(404, description="No such subject, or not for this reader")
def ask(given: dict[str, Any]) -> Any:
    """Ask for a file that takes its time; it is kept for a week."""
    kind = given.pop("kind")
    with transaction() as session:
        made = request_bundle(session, kind, given=given, by=current_principal(), now=now())
    return made, 202, {"Location": url_for("bundles.read", bundle_id=made["bundle_id"])}


@blueprint.get("")
@requires()
@blueprint.response(200, BundleListSchema)
def list_() -> Any:
    """The newest ones asked for in the active role."""
    with snapshot() as connection:
        return {"items": list_bundles(connection, current_principal())}


@blueprint.get("/<uuid:bundle_id>")
@requires()
@blueprint.response(200, BundleSchema)
@blueprint.alt_response(404)
def read(bundle_id: UUID) -> Any:
    """One bundle."""
    with snapshot() as connection:
        return read_bundle(connection, bundle_id, principal=current_principal())


@blueprint.get("/<uuid:bundle_id>/file")
@requires()
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="application/octet-stream")
@blueprint.alt_response(202, schema=BundleNotReadySchema)
@blueprint.alt_response(404)
def download(bundle_id: UUID) -> Response:
    """The file (application/zip or application/pdf); 202 with where to look while it is being made."""
    with snapshot() as connection:
        file = read_bundle_file(connection, bundle_id, principal=current_principal())
    if file is None:
        look_at = url_for("bundles.read", bundle_id=bundle_id)
        answer = jsonify({"status": "pending", "look_at": look_at})
        answer.status_code = 202
        answer.headers.update({"Location": look_at, "Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"})
        return answer
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "private, no-store"}
    return Response(file.content, content_type=file.media_type, headers=headers)
