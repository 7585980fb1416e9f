"""Count attempts before they are looked at, so that parallel ones win nothing: each is a failure until it is not.

Whoever needs an account's row as well locks that first, and the counts after it, all at once.
"""

from datetime import datetime

from chassis.database import Session
from identity.domain.throttling import ThrottleKind
from identity.store.throttles import Keys, keep_throttles, lock_throttles


def count_attempt(session: Session, keys: Keys, *, now: datetime) -> datetime | None:
    """Until when no attempt is looked at, None where this one may be and is counted."""
    counts = lock_throttles(session, keys, now=now)
    closed = [count.closed_until for count in counts if count.closed_until and count.is_closed(now)]
    if closed:
        return max(closed)
    for count in counts:
        count.count_failure(now)
    keep_throttles(session, counts)
    return None


def settle(session: Session, keys: Keys, *, now: datetime) -> None:
    """The attempt succeeded: whose it was starts afresh, the address only loses this one."""
    counts = lock_throttles(session, keys, now=now)
    for throttle in counts:
        if throttle.kind is ThrottleKind.ADDRESS:
            throttle.take_back()
        else:
            throttle.forgive()
    keep_throttles(session, counts)


def hold_counts(session: Session, keys: Keys, *, now: datetime) -> None:
    """Lock the counts of several attempts that one transaction makes, before the first: one after another would take an
    address before an account, against the order of everybody else."""
    lock_throttles(session, sorted(set(keys)), now=now)
