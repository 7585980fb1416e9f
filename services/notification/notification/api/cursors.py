"""Cursors of lists of messages."""

from uuid import UUID

from marshmallow import ValidationError

from chassis.paging import decode_cursor


def after_of(cursor: str | None) -> UUID | None:
    """The key of the last message of the page before.

    Raises:
        ValidationError: not a cursor of ours (422).
    """
    parts = decode_cursor(cursor)
    if parts is None:
        return None
    try:
        (last,) = parts
        return UUID(last)
    except ValueError as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault
