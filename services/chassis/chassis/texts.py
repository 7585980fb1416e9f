"""What a text of a request may hold, as validators of fields of marshmallow."""

from marshmallow import validate

# Neither NUL, which PostgreSQL refuses, nor other control characters besides tab and line breaks.
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
KEEPABLE = validate.Regexp(rf"^[^{_CONTROL}]*$", error="Control characters are not allowed.")
WORDS = validate.Regexp(rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$", error="A text is needed.")
