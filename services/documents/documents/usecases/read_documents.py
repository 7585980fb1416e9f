"""Who reads which documents: the person, the HR validator of their organisation, the provider of the action, staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Connection
from chassis.errors import NotFound
from chassis.principal import Principal, Role
from documents.domain.document import DocumentKind, DocumentStatus
from documents.domain.errors import FileDamaged
from documents.rendering import site
from documents.store import documents as store
from documents.store import files
from documents.store.documents import Scope


@dataclass(frozen=True, kw_only=True)
class IssuedFile:
    """The bytes of a document, checked against the hash that was kept at its issue."""

    kind: DocumentKind
    number: str
    content: bytes
    sha256: str
    issued_at: datetime


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One page of a list: `filters` are columns and their values."""

    filters: Mapping[str, Any]
    after: UUID | None
    limit: int


def scope_of(principal: Principal) -> Scope:
    """What the active role opens, beside one's own documents."""
    role, organisation = principal.active_role, principal.active_organisation
    return Scope(
        account_id=principal.account_id,
        employer_id=organisation if role is Role.HR_VALIDATOR else None,
        provider_id=organisation if role is Role.TRAINING_PROVIDER else None,
        everything=role is Role.STAFF,
    )


def _shown(row: Any) -> dict[str, Any]:
    content = row["content"] or {}
    code = row["verification_code"] if row["status"] is not DocumentStatus.PENDING else None
    return {
        **{name: row[name] for name in row if name not in ("content", "file_name", "template")},
        "number": row["number"] if code else None,
        "issued_at": row["issued_at"] if code else None,
        "verification_code": code,
        "verification_url": site.verification_url(code) if code else None,
        "title": content.get("title"),
        "trainee": content.get("trainee"),
        "net_minutes": content.get("net_minutes"),
        "employer_name": content.get("employer", {}).get("name"),
        "has_file": row["file_name"] is not None and row["erased_at"] is None,
    }


def list_documents(connection: Connection, principal: Principal, *, wanted: Wanted) -> Sequence[dict[str, Any]]:
    """Documents this reader may see, newest first, those still being issued included."""
    rows = store.read_page(
        connection, scope_of(principal), filters=wanted.filters, after=wanted.after, limit=wanted.limit
    )
    return [_shown(row) for row in rows]


def read_document(connection: Connection, document_id: UUID, *, principal: Principal) -> dict[str, Any]:
    """One document.

    Raises:
        NotFound: there is none, or not for this reader.
    """
    row = store.read(connection, document_id, scope=scope_of(principal))
    if row is None or row["status"] is DocumentStatus.DROPPED:
        raise NotFound
    return _shown(row)


def read_file(connection: Connection, document_id: UUID, *, principal: Principal) -> IssuedFile | None:
    """The PDF; None while it is still being issued.

    Raises:
        NotFound: there is none, or not for this reader, or it was erased with its person.
        FileDamaged: what is stored is not what was issued.
    """
    row = store.read(connection, document_id, scope=scope_of(principal))
    if row is None or row["status"] is DocumentStatus.DROPPED or row["erased_at"] is not None:
        raise NotFound
    if row["status"] is DocumentStatus.PENDING:
        return None
    content = files.get(row["file_name"])
    if content is None or files.hash_of(content) != row["file_sha256"]:
        raise FileDamaged(figures={"number": row["number"]})
    return IssuedFile(
        kind=row["kind"],
        number=row["number"],
        content=content,
        sha256=row["file_sha256"],
        issued_at=row["status_changed_at"],
    )
