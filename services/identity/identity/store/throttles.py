"""Failed sign-ins, counted under hashes: the table names nobody."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.domain.clients import digest
from identity.domain.throttling import Throttle, ThrottleKind
from identity.store.tables import THROTTLES

# What the failures are counted by: an e-mail address, a network address, an account.
Keys = Sequence[tuple[ThrottleKind, str]]


# A conflict is updated to what it is: that locks the row and gives it back.
_LOCK = (
    insert(THROTTLES)
    .on_conflict_do_update(
        index_elements=[THROTTLES.c.kind, THROTTLES.c.digest], set_={"failures": THROTTLES.c.failures}
    )
    .returning(*THROTTLES.c)
)
_KEEP = sa.update(THROTTLES).where(
    THROTTLES.c.kind == sa.bindparam("of_kind"), THROTTLES.c.digest == sa.bindparam("of_digest")
)


def lock_throttles(session: Session, keys: Keys, *, now: datetime) -> list[Throttle]:
    """The counts under these keys, in their order, created where absent, locked until the transaction ends.

    One statement; it locks in the order of the table's key, whatever the caller's.
    """
    digests = [(kind, digest(key)) for kind, key in keys]
    fresh = {"failures": 0, "began_at": now, "closed_until": None}
    rows = session.execute(_LOCK, [{"kind": kind, "digest": hashed, **fresh} for kind, hashed in sorted(digests)])
    counts = {(row.kind, row.digest): Throttle(**row._mapping) for row in rows}
    return [counts[one] for one in digests]


def keep_throttles(session: Session, counts: Sequence[Throttle]) -> None:
    """Write counts that are locked and have changed."""
    session.execute(
        _KEEP,
        [
            {
                "of_kind": count.kind,
                "of_digest": count.digest,
                "failures": count.failures,
                "began_at": count.began_at,
                "closed_until": count.closed_until,
            }
            for count in counts
        ],
    )


def delete_throttles(session: Session, *, before: datetime, now: datetime) -> int:
    """Remove counts that began before and close nothing any more; says how many."""
    closes_nothing = THROTTLES.c.closed_until.is_(None) | (THROTTLES.c.closed_until <= now)
    statement = sa.delete(THROTTLES).where(THROTTLES.c.began_at < before, closes_nothing)
    return len(session.execute(statement.returning(THROTTLES.c.digest)).all())
