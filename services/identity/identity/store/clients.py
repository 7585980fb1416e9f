"""Registered clients."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.domain.client_changes import ClientChange
from identity.domain.clients import Client
from identity.store.client_tables import CLIENT_CHANGES, CLIENTS
from identity.store.kept import Kept
from identity.store.tables import TOKEN_FAMILIES

_kept: Kept[Client] = Kept()


def find_client(session: Session, client_id: str) -> Client | None:
    """The client, None where there is none."""
    return session.get(Client, client_id)


def known_client(session: Session, client_id: str) -> Client | None:
    """The client as it was a moment ago, to look at and never to change."""

    def read() -> Client | None:
        client = session.get(Client, client_id)
        if client is not None:
            session.expunge(client)
        return client

    return _kept.get(session, client_id, read=read)


def forget_known() -> None:
    """What is asked for next is read anew."""
    _kept.forget()


def lock_client(session: Session, client_id: str) -> Client | None:
    """The client, locked until the transaction ends."""
    _kept.forget()
    return session.get(Client, client_id, with_for_update=True, populate_existing=True)


def add_client(session: Session, client: Client) -> bool:
    """Keep a new client; False where there is one of this identifier, also one that is being added now."""
    values = {column.name: getattr(client, column.name) for column in CLIENTS.columns}
    added = insert(CLIENTS).values(values).on_conflict_do_nothing().returning(CLIENTS.c.client_id)
    return session.execute(added).first() is not None


def list_clients(session: Session, *, after: str | None, limit: int) -> list[Client]:
    """Up to `limit` clients in the order of their identifiers, those that follow `after`."""
    statement = sa.select(Client).order_by(CLIENTS.c.client_id).limit(limit)
    if after is not None:
        statement = statement.where(CLIENTS.c.client_id > after)
    return list(session.scalars(statement))


def clients_of_sign_in(session: Session, sign_in_id: UUID) -> list[Client]:
    """The clients that got tokens from a sign-in and want to hear of its end."""
    got_tokens = sa.select(TOKEN_FAMILIES.c.client_id).where(TOKEN_FAMILIES.c.sign_in_id == sign_in_id)
    statement = sa.select(Client).where(CLIENTS.c.client_id.in_(got_tokens))
    wanted = statement.where(CLIENTS.c.backchannel_logout_uri.is_not(None))
    return list(session.scalars(wanted.order_by(CLIENTS.c.client_id)))


def changes_of(session: Session, client_id: str, *, before: UUID | None, limit: int) -> list[ClientChange]:
    """What became of a client, newest first; those before one of them."""
    mine = sa.select(ClientChange).where(CLIENT_CHANGES.c.client_id == client_id)
    if before is not None:
        mine = mine.where(CLIENT_CHANGES.c.id < before)
    return list(session.scalars(mine.order_by(CLIENT_CHANGES.c.id.desc()).limit(limit)))
