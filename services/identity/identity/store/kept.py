"""What hardly ever changes and is read at every request: remembered in this process for a moment."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

# A change made by another process is seen here so many seconds later.
KEPT_S = 2.0
_Value = TypeVar("_Value")


class Kept(Generic[_Value]):
    """Values by key, apart for each database. `read` gives objects that belong to no session, None for nothing."""

    def __init__(self) -> None:
        self._values: WeakKeyDictionary[object, dict[Hashable, tuple[float, _Value]]] = WeakKeyDictionary()

    def get(self, session: Session, key: Hashable, *, read: Callable[[], _Value | None]) -> _Value | None:
        """The value as it was read at most KEPT_S ago; what is not there is looked for each time."""
        values = self._values.setdefault(session.get_bind(), {})
        read_at, value = values.get(key, (float("-inf"), None))
        if time.monotonic() - read_at < KEPT_S:
            return value
        value = read()
        if value is None:
            values.pop(key, None)
        else:
            values[key] = (time.monotonic(), value)
        return value

    def forget(self) -> None:
        """Read everything anew: something of it is about to change here."""
        self._values.clear()
