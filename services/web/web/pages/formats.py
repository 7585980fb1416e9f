"""How instants, days, durations and numbers are written for French readers; hours are those of Paris."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import phonenumbers
from babel.dates import format_date, format_datetime, format_time

from chassis.clock import PARIS, now
from web import labels

LOCALE = "fr"
REGION = "FR"
MINUTES_AN_HOUR = 60


def _instant(value: str | datetime) -> datetime:
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.astimezone(PARIS)


def _day(value: str | date) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def today() -> date:
    """The day it is in Paris."""
    return now().astimezone(PARIS).date()


def day(value: str | date) -> str:
    """« vendredi 20 novembre 2026 »."""
    return format_date(_day(value), "EEEE d MMMM y", locale=LOCALE)


def short_day(value: str | date) -> str:
    """« 20 nov. », with the year where it is not this one."""
    found = _day(value)
    return format_date(found, "d MMM" if found.year == today().year else "d MMM y", locale=LOCALE)


def day_range(first: str, last: str) -> str:
    """« 1 sept. - 31 déc. », one day alone where both are the same."""
    if first == last:
        return short_day(first)
    if first[:4] == last[:4]:
        start = format_date(_day(first), "d MMM", locale=LOCALE)
        return f"{start} - {short_day(last)}"
    return f"{short_day(first)} - {short_day(last)}"


def slashed(value: str | date) -> str:
    """« 20/11 », with the year where it is not this one."""
    found = _day(value)
    return format_date(found, "dd/MM" if found.year == today().year else "dd/MM/y", locale=LOCALE)


def instant_day(value: str | datetime) -> str:
    """« 15/10/2025 »."""
    return format_datetime(_instant(value), "dd/MM/y", locale=LOCALE)


def instant_long_day(value: str | datetime) -> str:
    """« vendredi 20 novembre 2026 » of an instant."""
    return day(_instant(value).date())


def instant_time(value: str | datetime) -> str:
    """« 17:20 »."""
    return format_time(_instant(value).time(), "HH:mm", locale=LOCALE)


def moment(value: str | datetime) -> str:
    """Day and hour in one phrase."""
    return labels.filled(labels.MOMENT, day=instant_day(value), time=instant_time(value))


def hours(minutes: int) -> str:
    """« 3 h 30 » of 210 minutes, « 45 min » under an hour."""
    whole, rest = divmod(int(minutes), MINUTES_AN_HOUR)
    if not whole:
        return f"{rest}\N{NO-BREAK SPACE}min"
    return f"{whole}\N{NO-BREAK SPACE}h" + (f"\N{NO-BREAK SPACE}{rest:02d}" if rest else "")


def plain_number(value: str | float) -> str:
    """« 2 » of "2.0", « 0.2 » of "0.2": with a point, as the procedure prints durations."""
    return f"{Decimal(str(value)).normalize():f}"


def phone(value: str) -> str:
    """« 05 49 00 00 00 », « +32 2 555 12 12 » from abroad; what is no telephone number stays as it was written."""
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_possible_number(number):
        return value
    is_french = number.country_code == phonenumbers.country_code_for_region(REGION)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_french else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style).replace(" ", "\N{NO-BREAK SPACE}")


def dialled(value: str) -> str:
    """What a `tel:` link dials: digits, with the plus sign in front where there is one."""
    return re.sub(r"(?!^\+)\D", "", value.strip())


def _figure(value: Any) -> Any:
    """Instants and days among figures as people write them."""
    if not isinstance(value, str):
        return value
    try:
        return moment(value) if "T" in value else format_date(_day(value), "dd/MM/y", locale=LOCALE)
    except ValueError:
        return value


def told(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Figures of a refusal, ready to be put into a sentence."""
    return {name: _figure(value) for name, value in figures.items()}


FILTERS = {
    "day": day,
    "short_day": short_day,
    "slashed": slashed,
    "instant_day": instant_day,
    "moment": moment,
    "instant_long_day": instant_long_day,
    "instant_time": instant_time,
    "hours": hours,
    "plain_number": plain_number,
    "phone": phone,
    "dialled": dialled,
    "told": told,
}
