"""Count attempts before they are looked at, so that parallel ones win nothing: each is a failure until it is not."""

from collections.abc import Sequence
from datetime import datetime

from chassis.database import Session
from identity.domain.throttling import Throttle, ThrottleKind
from identity.store import throttles

Keys = Sequence[tuple[ThrottleKind, str]]


def lock_throttles(session: Session, keys: Keys, *, now: datetime) -> list[Throttle]:
    """The counts under these keys, in their order, locked until the transaction ends."""
    return [throttles.lock_throttle(session, kind, key=key, now=now) for kind, key in keys]


def count_attempt(session: Session, keys: Keys, *, now: datetime) -> datetime | None:
    """Until when no attempt is looked at, None where this one may be and is counted."""
    counts = lock_throttles(session, keys, now=now)
    closed = [count.closed_until for count in counts if count.closed_until and count.is_closed(now)]
    if closed:
        return max(closed)
    for count in counts:
        count.count_failure(now)
    return None


def take_back(session: Session, keys: Keys, *, now: datetime) -> None:
    """The attempt was no failure; earlier ones stay."""
    for throttle in lock_throttles(session, keys, now=now):
        throttle.take_back()


def settle(session: Session, keys: Keys, *, now: datetime) -> None:
    """The attempt succeeded: whose it was starts afresh, the address only loses this one."""
    for throttle in lock_throttles(session, keys, now=now):
        if throttle.kind is ThrottleKind.ADDRESS:
            throttle.take_back()
        else:
            throttle.forgive()
