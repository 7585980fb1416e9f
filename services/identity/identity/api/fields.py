"""Fields of our schemas: texts that PostgreSQL can keep."""

from typing import Any

from marshmallow import fields, validate

# Neither NUL, which PostgreSQL refuses, nor other control characters besides tab and line breaks.
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_KEEPABLE = validate.Regexp(rf"^[^{_CONTROL}]*$", error="Control characters are not allowed.")
_WORDS = validate.Regexp(rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$", error="A text is needed.")


def words(most: int, **options: Any) -> fields.String:
    """A text with something in it."""
    return fields.String(validate=[validate.Length(min=1, max=most), _WORDS], **options)


def free_text(most: int, **options: Any) -> fields.String:
    """A text that may be empty."""
    return fields.String(validate=[validate.Length(max=most), _KEEPABLE], **options)
