"""The clock of the doors. Rooms below receive `now` as an argument and never read it themselves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_offset = timedelta(0)


def shift(seconds: int) -> None:
    """Move this process's clock by `seconds`, so that what comes after a deadline can be tried on a trial platform."""
    global _offset
    _offset = timedelta(seconds=seconds)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _offset
