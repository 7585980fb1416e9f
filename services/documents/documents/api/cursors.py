"""Cursors of lists ordered by key."""

from uuid import UUID

from marshmallow import ValidationError

from chassis.paging import decode_cursor


def after_of(cursor: str | None) -> UUID | None:
    """The key after which the page begins.

    Raises:
        ValidationError: no cursor of such a list.
    """
    parts = decode_cursor(cursor)
    if parts is None:
        return None
    try:
        (last,) = parts
        return UUID(last)
    except ValueError as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault
