"""The last search of a person, to come back to from any device."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalogue.domain.criteria import criteria_of
from catalogue.domain.searches import Search
from catalogue.store import personal
from chassis.database import Connection, Session


def keep_last_search(session: Session, account_id: UUID, *, search: Search, now: datetime) -> None:
    """Replace the one before."""
    personal.keep_last_search(session, account_id, criteria=criteria_of(search), now=now)


def read_last_search(connection: Connection, account_id: UUID) -> dict[str, Any] | None:
    """Its criteria; None where there was none."""
    return personal.last_search_of(connection, account_id)
