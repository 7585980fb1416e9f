"""Documents: list, read, download."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request, url_for

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import encode_cursor, page_headers
from chassis.principal import Role
from documents import labels
from documents.api.cursors import after_of
from documents.api.schemas import (
    DocumentPageSchema,
    DocumentSchema,
    DocumentsQuery,
    NotReadySchema,
    RevocationSchema,
)
from documents.usecases.read_documents import IssuedFile, Wanted, list_documents, read_document, read_file
from documents.usecases.revoke_document import revoke_document

RETRY_AFTER_S = 5
FILTERS = ("enrolment_id", "account_id", "training_session_id", "kind", "status")
blueprint = Blueprint("documents", __name__, url_prefix="/api/documents/v1/documents")


@blueprint.get("")
@requires()
@blueprint.arguments(DocumentsQuery, location="query")
@blueprint.response(200, DocumentPageSchema)
def list_(query: dict[str, Any]) -> Any:
    """Documents that the active role may read, newest first."""
    wanted = Wanted(
        filters={name: query[name] for name in FILTERS if query[name] is not None},
        after=after_of(query["cursor"]),
        limit=query["limit"] + 1,
    )
    with snapshot() as connection:
        items = list_documents(connection, current_principal(), wanted=wanted)
    page = items[: query["limit"]]
    next_cursor = encode_cursor(str(page[-1]["document_id"])) if len(items) > len(page) else None
    return {"items": page, "next_cursor": next_cursor}, 200, page_headers(next_cursor)


@blueprint.get("/<uuid:document_id>")
@requires()
@blueprint.response(200, DocumentSchema)
@blueprint.alt_response(404)
def read(document_id: UUID) -> Any:
    """One document."""
    with snapshot() as connection:
        return read_document(connection, document_id, principal=current_principal())


@blueprint.post("/<uuid:document_id>/revocation")
@requires(Role.STAFF)
@idempotent
@blueprint.arguments(RevocationSchema)
@blueprint.response(200, DocumentSchema)
@blueprint.alt_response(404)
@blueprint.alt_response(409, description="Replaced or revoked before")
def revoke(why: dict[str, str], document_id: UUID) -> Any:
    """Take back a document that should not have been issued; its public page says so."""
    with transaction() as session:
        return revoke_document(session, document_id, reason=why["reason"], by=current_principal(), now=now())


@blueprint.get("/<uuid:document_id>/file")
@requires()
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="application/pdf")
@blueprint.alt_response(202, schema=NotReadySchema)
@blueprint.alt_response(404)
def download(document_id: UUID) -> Any:
    """The PDF; 202 with where to look while it is being issued."""
    with snapshot() as connection:
        file = read_file(connection, document_id, principal=current_principal())
    return _not_ready(document_id) if file is None else _pdf(file)


def _not_ready(document_id: UUID) -> Response:
    look_at = url_for("documents.read", document_id=document_id)
    answer = jsonify({"status": "pending", "look_at": look_at})
    answer.status_code = 202
    answer.headers.update({"Location": look_at, "Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"})
    return answer


def _pdf(file: IssuedFile) -> Any:
    answer = Response(file.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{labels.FILE_NAMES[file.kind]}-{file.number}.pdf"'
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.last_modified = file.issued_at
    answer.set_etag(file.sha256)
    return answer.make_conditional(request)
