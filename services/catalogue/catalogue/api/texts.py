"""Fields of our input schemas: texts that PostgreSQL can keep, days and instants of our century."""

from datetime import UTC, date, datetime
from typing import Any

from marshmallow import fields, validate

from chassis.texts import KEEPABLE

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def text(*, most: int, least: int = 0, **options: Any) -> fields.String:
    """A text of `least` to `most` characters."""
    return fields.String(validate=[validate.Length(min=least, max=most), KEEPABLE], **options)


def address(**options: Any) -> fields.Url:
    """A web address."""
    length = validate.Length(max=500)
    return fields.Url(schemes={"http", "https"}, validate=length, **options)


def day(**options: Any) -> fields.Date:
    """A calendar day in Europe/Paris."""
    bounds = validate.Range(min=date(_FIRST_YEAR, 1, 1), max=date(_LAST_YEAR, 12, 31))
    return fields.Date(validate=bounds, **options)


def instant(**options: Any) -> fields.AwareDateTime:
    """An RFC 3339 instant with its offset."""
    bounds = validate.Range(min=datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC), max=datetime(_LAST_YEAR, 12, 31, tzinfo=UTC))
    return fields.AwareDateTime(format="iso", validate=bounds, **options)
