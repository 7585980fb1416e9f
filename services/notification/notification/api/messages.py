"""Messages: the trace of what was sent, and what one has read of it."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.paging import encode_cursor, page_headers
from notification.api.cursors import after_of
from notification.api.schemas import MessagePageSchema, MessagesQuery, ReadSchema, UnreadSchema
from notification.usecases.list_messages import count_unread, list_messages, mark_read

blueprint = Blueprint("messages", __name__, url_prefix="/api/notification/v1/messages")
_NO_STORE = {"Cache-Control": "no-store"}


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
            is_unread=query["unread"],
            after=after_of(query["cursor"]),
            limit=query["limit"] + 1,
        )
    page = items[: query["limit"]]
    next_cursor = encode_cursor(str(page[-1]["message_id"])) if len(items) > len(page) else None
    return {"items": page, "next_cursor": next_cursor}, 200, {**page_headers(next_cursor), **_NO_STORE}


@blueprint.get("/unread")
@requires()
@blueprint.response(200, UnreadSchema)
def unread() -> Any:
    """How many messages wait for me on the site."""
    with snapshot() as connection:
        return {"count": count_unread(connection, current_principal().account_id)}, 200, _NO_STORE


@blueprint.post("/<uuid:message_id>/reading")
@requires()
@blueprint.response(200, ReadSchema)
@blueprint.alt_response(404, description="Not a message to me")
def read_one(message_id: UUID) -> Any:
    """I have read this one."""
    with transaction() as session:
        return {"count": mark_read(session, current_principal().account_id, message_id=message_id, now=now())}


@blueprint.post("/reading")
@requires()
@blueprint.response(200, ReadSchema)
def read_all() -> Any:
    """I have read all of them."""
    with transaction() as session:
        return {"count": mark_read(session, current_principal().account_id, message_id=None, now=now())}
