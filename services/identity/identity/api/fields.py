"""Fields of our schemas: texts that PostgreSQL can keep."""

from typing import Any

from marshmallow import fields, validate

from chassis.texts import KEEPABLE, WORDS


def words(most: int, **options: Any) -> fields.String:
    """A text with something in it."""
    return fields.String(validate=[validate.Length(min=1, max=most), WORDS], **options)


def free_text(most: int, **options: Any) -> fields.String:
    """A text that may be empty."""
    return fields.String(validate=[validate.Length(max=most), KEEPABLE], **options)
