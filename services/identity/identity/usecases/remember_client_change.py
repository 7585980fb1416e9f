"""Remember what became of a client, for staff to read."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.ids import new_id
from identity.domain.client_changes import ClientChange, ClientFact, Terms, differences_between, terms_of
from identity.domain.clients import Client


def remember_client_change(
    session: Session, client: Client, *, fact: ClientFact, before: Terms | None, by: UUID | None, now: datetime
) -> None:
    """`before`: what `terms_of` told of it, None where it is new. A change that changes nothing leaves no line."""
    differences = differences_between(before, terms_of(client))
    if fact is ClientFact.CHANGED and not differences:
        return
    session.add(
        ClientChange(
            id=new_id(), client_id=client.client_id, at=now, by_account_id=by, fact=fact, differences=differences
        )
    )
