"""Addresses to which nothing can be delivered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from notification.store.tables import CONTACTS, FAILING_ADDRESSES


def note(session: Session, account_id: UUID, *, address: str, reason: str, now: datetime) -> bool:
    """Keep that the address fails; says whether that is new."""
    row = {"address": address, "since": now, "reason": reason}
    statement = insert(FAILING_ADDRESSES).values(account_id=account_id, **row)
    statement = statement.on_conflict_do_update(
        index_elements=["account_id"], set_=row, where=FAILING_ADDRESSES.c.address != address
    )
    return session.execute(statement.returning(FAILING_ADDRESSES.c.account_id)).first() is not None


def among(connection: Connection, account_ids: Sequence[UUID]) -> Sequence[RowMapping]:
    """Those of these accounts whose address of today fails; one that was corrected since does not count."""
    statement = (
        select(FAILING_ADDRESSES.c.account_id, FAILING_ADDRESSES.c.since, FAILING_ADDRESSES.c.reason)
        .join(CONTACTS, CONTACTS.c.account_id == FAILING_ADDRESSES.c.account_id)
        .where(FAILING_ADDRESSES.c.account_id.in_(account_ids), CONTACTS.c.email == FAILING_ADDRESSES.c.address)
    )
    return connection.execute(statement.order_by(FAILING_ADDRESSES.c.since)).mappings().all()
