"""Lists are paged by cursor: an opaque text that holds the sort key of the last row (keyset pagination)."""

import base64
import binascii
from urllib.parse import urlencode

import orjson
from flask import request
from marshmallow import Schema, ValidationError, fields, validate

MOST = 100


class PageArgs(Schema):
    """Query of a paged list."""

    limit = fields.Integer(load_default=20, validate=validate.Range(min=1, max=MOST))
    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


def encode_cursor(*parts: str) -> str:
    """The cursor after a row with these sort values."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode_cursor(text: str | None) -> list[str] | None:
    """The sort values of a cursor, None for the first page.

    Raises:
        ValidationError: the text is no cursor of ours (422).
    """
    if text is None:
        return None
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise ValueError("no list of texts")
    except (ValueError, binascii.Error) as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault
    return parts


def page_headers(next_cursor: str | None) -> dict[str, str]:
    """A `Link` header to the next page (RFC 8288), empty on the last one."""
    if next_cursor is None:
        return {}
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    return {"Link": f'<{request.path}?{urlencode([*query, ("cursor", next_cursor)])}>; rel="next"'}
