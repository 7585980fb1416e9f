"""Days and hours of Europe/Paris against instants of UTC, through the changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def instant_of(day: date, local: time) -> datetime | None:
    """The UTC instant of a local hour; None where the clock skips it (the last Sunday of March, 02:00 to 03:00).

    An hour that comes twice (the last Sunday of October) is taken the first time.
    """
    written = datetime.combine(day, local, tzinfo=PARIS)
    instant = written.astimezone(UTC)
    return instant if instant.astimezone(PARIS).replace(tzinfo=None) == written.replace(tzinfo=None) else None


def start_of(day: date) -> datetime:
    """The first instant of a day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=PARIS).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last second of a day, in UTC: « N days before » ends at 23:59:59."""
    return start_of(day + timedelta(days=1)) - timedelta(seconds=1)


def day_of(instant: datetime) -> date:
    """The day on which people in Paris live this instant."""
    return instant.astimezone(PARIS).date()
