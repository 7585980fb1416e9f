"""Registered clients."""

from sqlalchemy.orm import Session

from identity.domain.clients import Client


def find_client(session: Session, client_id: str) -> Client | None:
    """The client, None where there is none."""
    return session.get(Client, client_id)


def lock_client(session: Session, client_id: str) -> Client | None:
    """The client, locked until the transaction ends."""
    return session.get(Client, client_id, with_for_update=True, populate_existing=True)
