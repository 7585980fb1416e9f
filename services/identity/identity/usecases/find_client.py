"""Find a registered client, for the checks of a request."""

from chassis.database import Session
from identity.domain.clients import Client
from identity.store import clients


def find_client(session: Session, client_id: str | None) -> Client | None:
    """The client of this identifier, None where there is none or staff have disabled it."""
    client = clients.known_client(session, client_id) if client_id else None
    return client if client is not None and client.disabled_at is None else None
