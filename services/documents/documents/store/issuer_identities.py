"""What staff say of Cap Métiers on papers, version after version."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from chassis.database import Connection, Session
from documents.store.tables import ISSUER_IDENTITIES

_NEWEST = select(ISSUER_IDENTITIES).order_by(ISSUER_IDENTITIES.c.version.desc()).limit(1)


def current(session: Session | Connection) -> dict[str, Any] | None:
    """The version in force."""
    row = session.execute(_NEWEST).mappings().first()
    return dict(row) if row else None


def add(session: Session, values: Mapping[str, Any]) -> None:
    """A further version."""
    session.execute(insert(ISSUER_IDENTITIES).values(**values))
