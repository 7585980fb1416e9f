"""How answers travel: versions as ETags, cursors of lists."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from marshmallow import ValidationError

from chassis.paging import decode_cursor, encode_cursor, page_headers
from chassis.versions import version_tag
from enrolment.usecases.read_enrolments import Listed

Answer = tuple[dict[str, Any], int, dict[str, str]]


def versioned(body: dict[str, Any], *, status: int = 200, location: str | None = None) -> Answer:
    """A request with its version as ETag."""
    headers = version_tag(body["version"])
    if location is not None:
        headers["Location"] = location
    return body, status, headers


def page_of(listed: Listed) -> Answer:
    """A page of a list, with the link to the next one."""
    after = listed.next_after
    cursor = encode_cursor(after[0].astimezone(UTC).isoformat(), str(after[1])) if after else None
    body = {"items": listed.items, "next_cursor": cursor}
    return body, 200, {**page_headers(cursor), "Cache-Control": "no-store"}


def after_of(cursor: str | None) -> tuple[datetime, UUID] | None:
    """The key of the last row of the page before.

    Raises:
        ValidationError: not a cursor of ours (422).
    """
    parts = decode_cursor(cursor)
    if parts is None:
        return None
    try:
        instant, key = parts
        found = datetime.fromisoformat(instant)
        if found.tzinfo is None:
            raise ValueError("an instant has its offset")
        return found, UUID(key)
    except ValueError as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault
