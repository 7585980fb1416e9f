"""Who reads which badges: the person, the provider of the action, staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from chassis.database import Connection
from chassis.errors import NotFound
from chassis.principal import Principal
from documents.domain.badge import BadgeStatus
from documents.domain.errors import FileDamaged
from documents.rendering import site
from documents.store import badges, copies, files
from documents.usecases.read_documents import Wanted, scope_of

_HIDDEN = ("content", "credential", "credential_jwt", "png_file", "svg_file", "erased_at", "status_list_index")


@dataclass(frozen=True, kw_only=True)
class BadgeFile:
    """One form of an issued badge."""

    content: bytes
    media_type: str
    suffix: str


FORMS: Mapping[str, tuple[str, str]] = {
    "jwt": ("credential_jwt", "application/vc+jwt"),
    "json": ("credential", "application/ld+json"),
    "png": ("png_file", "image/png"),
    "svg": ("svg_file", "image/svg+xml"),
}


def _shown(connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
    person = copies.profile(connection, row["account_id"])
    publication = copies.publication(connection, row["training_action_id"], number=row["publication_number"])
    is_known = person is not None and not person["is_erased"]
    names = {name: person[name] for name in ("civility", "given_name", "family_name")} if person and is_known else None
    return {
        **{name: row[name] for name in row if name not in _HIDDEN},
        "title": publication["title"] if publication else None,
        "person": names,
        "has_files": row["credential_jwt"] is not None,
        "assertion_url": site.badge_addresses().assertion(row["badge_id"]) if row["issued_at"] else None,
    }


def list_badges(connection: Connection, principal: Principal, *, wanted: Wanted) -> Sequence[dict[str, Any]]:
    """Badges this reader may see, newest first."""
    rows = badges.read_page(
        connection, scope_of(principal), filters=wanted.filters, after=wanted.after, limit=wanted.limit
    )
    return [_shown(connection, row) for row in rows]


def _row(connection: Connection, badge_id: UUID, *, principal: Principal) -> Mapping[str, Any]:
    row = badges.read(connection, badge_id, scope=scope_of(principal))
    if row is None or row["status"] is BadgeStatus.DROPPED:
        raise NotFound
    return row


def read_badge(connection: Connection, badge_id: UUID, *, principal: Principal) -> dict[str, Any]:
    """One badge.

    Raises:
        NotFound: there is none, or not for this reader.
    """
    return _shown(connection, _row(connection, badge_id, principal=principal))


def read_badge_file(connection: Connection, badge_id: UUID, *, form: str, principal: Principal) -> BadgeFile | None:
    """One form of an issued badge; None while it is being signed.

    Raises:
        NotFound: there is none, or not for this reader, or it was declined or erased.
        FileDamaged: the stored picture is missing.
    """
    row = _row(connection, badge_id, principal=principal)
    if row["status"] is BadgeStatus.ACCEPTED:
        return None
    column, media_type = FORMS[form]
    found = row[column]
    if found is None:
        raise NotFound
    if form in ("png", "svg"):
        content = files.get(found)
        if content is None:
            raise FileDamaged(figures={"number": str(badge_id)})
    else:
        content = found.encode() if form == "jwt" else orjson.dumps(found)
    return BadgeFile(content=content, media_type=media_type, suffix=form)
