"""Every certificate that ever sealed a paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from documents.store.tables import SEAL_CERTIFICATES


def keep(session: Session, values: Mapping[str, Any]) -> None:
    """Remember a certificate; a second time changes nothing."""
    session.execute(insert(SEAL_CERTIFICATES).values(**values).on_conflict_do_nothing())


def all_of(connection: Connection) -> Sequence[RowMapping]:
    """All of them, newest first."""
    ordered = select(SEAL_CERTIFICATES).order_by(SEAL_CERTIFICATES.c.first_used_at.desc())
    return connection.execute(ordered).mappings().all()
