"""Days of Europe/Paris and the instants at which they begin and end."""

from datetime import UTC, date, datetime, time, timedelta

from chassis.clock import PARIS

_LAST_SECOND = timedelta(seconds=1)


def day_of(instant: datetime) -> date:
    """The day on which people in Paris live this instant."""
    return instant.astimezone(PARIS).date()


def start_of_day(day: date) -> datetime:
    """Midnight in Paris, as an instant in UTC."""
    return datetime.combine(day, time.min, tzinfo=PARIS).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """23:59:59 in Paris, as an instant in UTC."""
    return start_of_day(day + timedelta(days=1)) - _LAST_SECOND


def days_before(day: date, days: int) -> datetime:
    """The end of the deadline « `days` days before `day` », in UTC."""
    return end_of_day(day - timedelta(days=days))


def has_passed(deadline: datetime, now: datetime) -> bool:
    """Whether the second that `deadline` names is over."""
    return now >= deadline + _LAST_SECOND


def as_text(instant: datetime) -> str:
    """RFC 3339, UTC."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
