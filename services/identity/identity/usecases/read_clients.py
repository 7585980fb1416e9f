"""Show staff the registered platforms."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from identity.domain.client_changes import ClientChange
from identity.domain.clients import Client
from identity.domain.rights import Actor
from identity.store import accounts, clients
from identity.usecases.check_authority import check_staff


def list_clients(
    session: Session, *, by: Actor, after: tuple[str] | None, limit: int
) -> tuple[list[Client], tuple[str] | None]:
    """A page in the order of their identifiers, and where the next one begins, None on the last.

    Raises:
        Forbidden: not staff.
    """
    check_staff(session, by)
    found = clients.list_clients(session, after=after[0] if after else None, limit=limit + 1)
    page = found[:limit]
    return page, (page[-1].client_id,) if len(found) > limit else None


def read_client(session: Session, client_id: str, *, by: Actor) -> Client:
    """One of them.

    Raises:
        Forbidden: not staff.
        NotFound: no such client.
    """
    check_staff(session, by)
    client = clients.find_client(session, client_id)
    if client is None:
        raise NotFound
    return client


@dataclass(frozen=True, kw_only=True)
class ClientHistory:
    """A page of it, newest first, the names of who did it by account, and where the next page begins."""

    changes: list[ClientChange]
    names: dict[UUID, str]
    next_before: UUID | None


def read_client_history(
    session: Session, client_id: str, *, by: Actor, before: UUID | None, limit: int
) -> ClientHistory:
    """What became of one of them.

    Raises:
        Forbidden: not staff.
        NotFound: no such client.
    """
    read_client(session, client_id, by=by)
    found = clients.changes_of(session, client_id, before=before, limit=limit + 1)
    page = found[:limit]
    return ClientHistory(
        changes=page,
        names=accounts.names_of(session, [one.by_account_id for one in page if one.by_account_id]),
        next_before=page[-1].id if len(found) > limit else None,
    )
