"""Staff say how papers show Cap Métiers: name, address, activity number, who signs, logo."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.database import Connection, Session
from chassis.errors import NotFound, StaleVersion
from chassis.principal import Principal
from documents.domain.errors import LogoRefused
from documents.store import files, issuer_identities

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST_LOGO_BYTES, LARGEST_LOGO_PIXELS = 300_000, 3_000
_TEXTS = (
    "name", "street", "postcode", "city", "activity_declaration_number", "signatory_name", "signatory_job_title",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The identity as staff want it. `logo`: a new PNG; None keeps the one there is, `removes_logo` leaves none."""

    texts: Mapping[str, str | None]
    logo: bytes | None
    removes_logo: bool
    expected_version: int | None


def read_issuer_identity(session: Session | Connection) -> dict[str, Any]:
    """The identity in force; version 0 and empty texts where none was recorded yet."""
    row = issuer_identities.current(session)
    if row is None:
        empty: dict[str, Any] = dict.fromkeys(_TEXTS)
        return {**empty, "version": 0, "has_logo": False, "recorded_at": None}
    shown = {name: row[name] for name in (*_TEXTS, "version", "recorded_at")}
    return {**shown, "has_logo": row["logo_file"] is not None}


def read_logo(session: Session | Connection) -> bytes:
    """The PNG in force.

    Raises:
        NotFound: there is none.
    """
    row = issuer_identities.current(session)
    found = files.get(row["logo_file"]) if row and row["logo_file"] else None
    if found is None:
        raise NotFound
    return found


def _checked(logo: bytes) -> bytes:
    if not logo.startswith(PNG) or len(logo) < 24:
        raise LogoRefused(figures={"fault": "format", "largest_bytes": LARGEST_LOGO_BYTES})
    sides = [int.from_bytes(logo[start : start + 4]) for start in (16, 20)]
    if len(logo) > LARGEST_LOGO_BYTES or not all(0 < side <= LARGEST_LOGO_PIXELS for side in sides):
        raise LogoRefused(figures={"fault": "size", "largest_bytes": LARGEST_LOGO_BYTES})
    return logo


def _kept_logo(wanted: Wanted, earlier: Mapping[str, Any] | None) -> str | None:
    """Name of the file of the logo; earlier ones stay, for papers that were issued with them."""
    if wanted.logo is not None:
        logo = _checked(wanted.logo)
        name = f"logos/{hashlib.sha256(logo).hexdigest()}.png"
        files.put(name, logo)
        return name
    return None if wanted.removes_logo or earlier is None else earlier["logo_file"]


def keep_issuer_identity(session: Session, wanted: Wanted, *, by: Principal, now: datetime) -> dict[str, Any]:
    """Record a further version; papers issued before keep theirs.

    Raises:
        LogoRefused: no PNG, or too large.
        StaleVersion: somebody recorded one meanwhile.
    """
    earlier = issuer_identities.current(session)
    version = earlier["version"] if earlier else 0
    if wanted.expected_version is not None and wanted.expected_version != version:
        raise StaleVersion(figures={"expected": wanted.expected_version, "found": version}, next_step="reload")
    values = {name: (wanted.texts.get(name) or "").strip() or None for name in _TEXTS}
    issuer_identities.add(
        session,
        {
            **values,
            "version": version + 1,
            "logo_file": _kept_logo(wanted, earlier),
            "recorded_at": now,
            "recorded_by": by.account_id,
        },
    )
    return read_issuer_identity(session)
