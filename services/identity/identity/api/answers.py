"""How lists travel: a page and the cursor of the next one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from marshmallow import ValidationError

from chassis.paging import decode_cursor, encode_cursor, page_headers

Answer = tuple[dict[str, Any], int, dict[str, str]]
_Key = TypeVar("_Key")


def page_of(items: list[dict[str, Any]], next_after: tuple[object, ...] | None) -> Answer:
    """A page of a list, with the link to the next one."""
    cursor = encode_cursor(*(str(part) for part in next_after)) if next_after else None
    return {"items": items, "next_cursor": cursor}, 200, {**page_headers(cursor), "Cache-Control": "no-store"}


def named_key(name: str, key: str) -> tuple[str, UUID]:
    """The place in a list by name."""
    return name, UUID(key)


def instant_key(instant: str, key: str) -> tuple[datetime, UUID]:
    """The place in a list by instant.

    Raises:
        ValueError: not an instant with its offset.
    """
    found = datetime.fromisoformat(instant)
    if found.tzinfo is None:
        raise ValueError("an instant has its offset")
    return found, UUID(key)


def after_of(cursor: str | None, read: Callable[..., _Key]) -> _Key | None:
    """The key of the last row of the page before; `read` makes it of the cursor's texts.

    Raises:
        ValidationError: not a cursor of ours (422).
    """
    parts = decode_cursor(cursor)
    if parts is None:
        return None
    try:
        return read(*parts)
    except (ValueError, TypeError) as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault
