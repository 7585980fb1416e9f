"""Days of the demo data, told from the day of seeding, so that the demo never grows old."""

import re
from datetime import date, datetime, time, timedelta

from catalogue.domain.paris_time import PARIS

_OFFSET = re.compile(r"^[+-]\d+d$")
_MONTH = re.compile(r"^(?P<end>first|last)-of-month:(?P<months>[+-]\d+)$")
_LAST_YEAR = re.compile(r"^last-year:(?P<month>\d\d)-(?P<day>\d\d)$")
_SATURDAY = 5
# Public holidays of France with a fixed date, as (month, day).
_HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}


def _first_of_month(today: date, months: int) -> date:
    number = today.year * 12 + today.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def day_of(told: str, today: date) -> date:
    """« +28d », « -3d », « first-of-month:-2 » (two months ago), « last-of-month:+1 » or « last-year:11-12 ».

    Raises:
        ValueError: the text is none of these.
    """
    matched = _MONTH.match(told)
    if matched:
        months = int(matched["months"])
        if matched["end"] == "first":
            return _first_of_month(today, months)
        return _first_of_month(today, months + 1) - timedelta(days=1)
    if in_last_year := _LAST_YEAR.match(told):
        return date(today.year - 1, int(in_last_year["month"]), int(in_last_year["day"]))
    if not _OFFSET.match(told):
        raise ValueError(f"not a day of the demo data: {told!r}")
    return today + timedelta(days=int(told[:-1]))


def is_working(day: date) -> bool:
    """Neither a week-end nor a holiday of fixed date."""
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _HOLIDAYS


def working_day(told: str, today: date, *, nth: int = 0) -> date:
    """The told day, moved off week-ends and holidays (back in the past, on in the future).

    `nth` working days are added to it.
    """
    day = day_of(told, today)
    step = timedelta(days=-1 if day < today else 1)
    while not is_working(day):
        day += step
    for _ in range(nth):
        day += timedelta(days=1)
        while not is_working(day):
            day += timedelta(days=1)
    return day


def morning_of(day: date) -> datetime:
    """Nine o'clock in Paris."""
    return datetime.combine(day, time(9), tzinfo=PARIS)
