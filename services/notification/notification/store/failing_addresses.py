"""Addresses to which nothing can be delivered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from notification.store.tables import ACCOUNT_RIGHTS, CONTACTS, FAILING_ADDRESSES


def note(session: Session, account_id: UUID, *, address: str, reason: str, now: datetime) -> bool:
    """Keep that the address fails; says whether that is new."""
    row = {"address": address, "since": now, "reason": reason}
    statement = insert(FAILING_ADDRESSES).values(account_id=account_id, **row)
    statement = statement.on_conflict_do_update(
        index_elements=["account_id"], set_=row, where=FAILING_ADDRESSES.c.address != address
    )
    return session.execute(statement.returning(FAILING_ADDRESSES.c.account_id)).first() is not None


def of_organisation(connection: Connection, organisation_id: UUID) -> Sequence[RowMapping]:
    """People with a confirmed affiliation whose address of today fails; one that was corrected since does not count."""
    belongs = ACCOUNT_RIGHTS.c.affiliations.contains([{"organisation_id": str(organisation_id), "state": "confirmed"}])
    statement = (
        select(FAILING_ADDRESSES.c.account_id, FAILING_ADDRESSES.c.since)
        .join(CONTACTS, CONTACTS.c.account_id == FAILING_ADDRESSES.c.account_id)
        .join(ACCOUNT_RIGHTS, ACCOUNT_RIGHTS.c.account_id == FAILING_ADDRESSES.c.account_id)
        .where(belongs, ACCOUNT_RIGHTS.c.is_active, CONTACTS.c.email == FAILING_ADDRESSES.c.address)
    )
    return connection.execute(statement.order_by(FAILING_ADDRESSES.c.since)).mappings().all()
