"""Anybody checks a document by its code: the full content and whether it still holds."""

from typing import Any

from chassis.database import Connection
from chassis.errors import NotFound
from documents.domain.verification_codes import code_from
from documents.store import documents as store


def check_document(connection: Connection, typed_code: str) -> dict[str, Any]:
    """What the paper says and its status; the person's names are None once they were erased.

    Raises:
        NotFound: no document carries this code.
    """
    code = code_from(typed_code)
    row = store.read_by_code(connection, code) if code else None
    if row is None:
        raise NotFound
    return {
        "code": row["verification_code"],
        "status": row["status"],
        "status_changed_at": row["status_changed_at"],
        "replaced_by_number": row["replaced_by_number"],
        "file_sha256": row["file_sha256"],
        "document": row["content"],
    }
