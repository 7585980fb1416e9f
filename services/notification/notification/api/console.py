"""The console of staff: what was sent to whom, with which result; and once more."""

from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import encode_cursor, page_headers
from chassis.principal import Role
from notification.api.console_schemas import ConsoleQuery, DeliveryPageSchema, ResentSchema, WholeDeliverySchema
from notification.api.cursors import after_of
from notification.usecases.resend_message import resend_message
from notification.usecases.search_messages import Search, count_recent, read_message, search_messages

blueprint = Blueprint("console", __name__, url_prefix="/api/notification/v1/deliveries")
_NO_STORE = {"Cache-Control": "no-store"}


@blueprint.get("")
@requires(Role.STAFF)
@blueprint.arguments(ConsoleQuery, location="query")
@blueprint.response(200, DeliveryPageSchema)
def find(query: dict[str, Any]) -> Any:
    """Messages of everybody, newest first."""
    limit, after = query.pop("limit"), after_of(query.pop("cursor"))
    with snapshot() as connection:
        items = search_messages(connection, Search(**query), after=after, limit=limit + 1)
        counts = count_recent(connection, now=now())
    page = items[:limit]
    cursor = encode_cursor(str(page[-1]["message_id"])) if len(items) > limit else None
    body = {"items": page, "next_cursor": cursor, "counts": counts}
    return body, 200, {**page_headers(cursor), **_NO_STORE}


@blueprint.get("/<uuid:message_id>")
@requires(Role.STAFF)
@blueprint.response(200, WholeDeliverySchema)
@blueprint.alt_response(404, description="Unknown")
def read(message_id: UUID) -> Any:
    """One message as it was written."""
    with snapshot() as connection:
        return read_message(connection, message_id), 200, _NO_STORE


@blueprint.post("/<uuid:message_id>/resending")
@requires(Role.STAFF)
@idempotent
@blueprint.response(201, ResentSchema)
@blueprint.alt_response(404, description="Unknown")
@blueprint.alt_response(409, description="It still waits, was erased, or carried a secret")
def resend(message_id: UUID) -> Any:
    """Send a message once more, as it was written, to the address of today."""
    with transaction() as session:
        return {"message_id": resend_message(session, message_id, now=now())}
