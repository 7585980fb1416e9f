"""Messages: the trace of what was sent."""

from typing import Any
from uuid import UUID

from marshmallow import ValidationError

from chassis.auth import current_principal, requires
from chassis.database import snapshot
from chassis.doors import Blueprint
from chassis.paging import decode_cursor, encode_cursor, page_headers
from notification.api.schemas import MessagePageSchema, MessagesQuery
from notification.usecases.list_messages import list_messages

blueprint = Blueprint("messages", __name__, url_prefix="/api/notification/v1/messages")


def _after(cursor: str | None) -> UUID | None:
    parts = decode_cursor(cursor)
    if parts is None:
        return None
    try:
        (last,) = parts
        return UUID(last)
    except ValueError as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault


@blueprint.get("")
@requires()
@blueprint.arguments(MessagesQuery, location="query")
@blueprint.response(200, MessagePageSchema)
def list_(query: dict[str, Any]) -> Any:
    """E-mails to me, newest first; staff may ask for anybody's."""
    with snapshot() as connection:
        items = list_messages(
            connection,
            current_principal(),
            account_id=query["account_id"],
            after=_after(query["cursor"]),
            limit=query["limit"] + 1,
        )
    page = items[: query["limit"]]
    next_cursor = encode_cursor(str(page[-1]["message_id"])) if len(items) > len(page) else None
    return {"items": page, "next_cursor": next_cursor}, 200, page_headers(next_cursor)
