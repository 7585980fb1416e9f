"""Failed sign-ins, counted under hashes: the table names nobody."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.domain.clients import digest
from identity.domain.throttling import Throttle, ThrottleKind
from identity.store.tables import THROTTLES


def lock_throttle(session: Session, kind: ThrottleKind, *, key: str, now: datetime) -> Throttle:
    """The count under a key, created where absent, locked until the transaction ends."""
    identity = {"kind": kind, "digest": digest(key)}
    first = insert(THROTTLES).values(**identity, failures=0, began_at=now, closed_until=None)
    session.execute(first.on_conflict_do_nothing())
    return session.get_one(Throttle, identity, with_for_update=True, populate_existing=True)


def delete_throttles(session: Session, *, before: datetime, now: datetime) -> int:
    """Remove counts that began before and close nothing any more; says how many."""
    closes_nothing = THROTTLES.c.closed_until.is_(None) | (THROTTLES.c.closed_until <= now)
    statement = sa.delete(THROTTLES).where(THROTTLES.c.began_at < before, closes_nothing)
    return len(session.execute(statement.returning(THROTTLES.c.digest)).all())
