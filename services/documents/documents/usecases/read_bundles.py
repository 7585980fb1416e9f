"""A bundle is for who asked for it, in the role and for the organisation in which they asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.database import Connection
from chassis.errors import NotFound
from chassis.principal import Principal
from documents.domain.bundle import ROLES, BundleStatus
from documents.domain.errors import FileDamaged
from documents.store import bundles, files

NEWEST = 20
_SHOWN = (
    "bundle_id", "kind", "status", "parameters", "requested_at", "ready_at", "expires_at", "file_size", "shown_name",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class BundleFile:
    """What a bundle holds."""

    name: str
    media_type: str
    content: bytes


def shown_bundle(row: Mapping[str, Any]) -> dict[str, Any]:
    """What its owner reads of it."""
    return {name: row[name] for name in _SHOWN}


def _is_for(row: Mapping[str, Any], principal: Principal) -> bool:
    return not ROLES[row["kind"]] or (
        row["role"] == principal.active_role and row["organisation_id"] == principal.active_organisation
    )


def _row(connection: Connection, bundle_id: UUID, *, principal: Principal) -> dict[str, Any]:
    row = bundles.read(connection, bundle_id, requested_by=principal.account_id)
    if row is None or not _is_for(row, principal):
        raise NotFound
    return row


def list_bundles(connection: Connection, principal: Principal) -> Sequence[dict[str, Any]]:
    """The newest ones that this reader asked for in the active role."""
    rows = bundles.newest(connection, requested_by=principal.account_id, limit=NEWEST)
    return [shown_bundle(row) for row in rows if _is_for(row, principal)]


def read_bundle(connection: Connection, bundle_id: UUID, *, principal: Principal) -> dict[str, Any]:
    """One bundle.

    Raises:
        NotFound: there is none, or it was asked for by another or in another role.
    """
    return shown_bundle(_row(connection, bundle_id, principal=principal))


def read_bundle_file(connection: Connection, bundle_id: UUID, *, principal: Principal) -> BundleFile | None:
    """The file; None while it is being made.

    Raises:
        NotFound: as above, or its time is over.
        FileDamaged: it is missing.
    """
    row = _row(connection, bundle_id, principal=principal)
    if row["status"] is BundleStatus.PENDING:
        return None
    if row["status"] is BundleStatus.EXPIRED:
        raise NotFound
    content = files.get(row["file_name"])
    if content is None:
        raise FileDamaged(figures={"number": str(bundle_id)})
    return BundleFile(name=row["shown_name"], media_type=row["media_type"], content=content)
