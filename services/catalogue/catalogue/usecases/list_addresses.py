"""Search engines learn which actions there are."""

from datetime import datetime
from uuid import UUID

from catalogue.store.pages import listed_actions
from chassis.database import Connection


def list_addresses(connection: Connection) -> list[tuple[UUID, datetime]]:
    """Every listed action, with the instant of its last publication."""
    return listed_actions(connection)
