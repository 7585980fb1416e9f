"""Anyone takes the dates of a session into their calendar."""

from typing import Any
from uuid import UUID

from catalogue.store.pages import published_session, slots_of_session
from chassis.database import Connection
from chassis.errors import NotFound


def read_calendar(connection: Connection, training_session_id: UUID) -> dict[str, Any]:
    """The session with its slots, past and cancelled ones included: calendars must learn of a cancellation.

    Raises:
        NotFound: unknown, or of an action that was never published.
    """
    row = published_session(connection, training_session_id)
    if row is None:
        raise NotFound()
    return {**row, "slots": slots_of_session(connection, training_session_id)}
