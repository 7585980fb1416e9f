"""The messages of one person: their own, or anybody's for staff; on the site they are their bell."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping

from chassis.database import Connection, Session
from chassis.errors import Forbidden, NotFound
from chassis.principal import Principal, Role
from notification.store import messages

MOST_COUNTED = 100


def list_messages(
    connection: Connection,
    principal: Principal,
    *,
    account_id: UUID | None,
    is_unread: bool | None,
    after: UUID | None,
    limit: int,
) -> Sequence[RowMapping]:
    """Messages to `account_id` (oneself where None), newest first.

    Raises:
        Forbidden: somebody else's, and the active role is not staff.
    """
    wanted = account_id or principal.account_id
    if wanted != principal.account_id and principal.active_role is not Role.STAFF:
        raise Forbidden(figures={"allowed": [Role.STAFF.value]}, next_step="switch-role")
    return messages.read_page(connection, wanted, after=after, limit=limit, is_unread=is_unread)


def count_unread(connection: Connection, account_id: UUID) -> int:
    """How many of one's own messages are unread, 100 for a hundred and more."""
    return messages.count_unread(connection, account_id, most=MOST_COUNTED)


def mark_read(session: Session, account_id: UUID, *, message_id: UUID | None, now: datetime) -> int:
    """Note that one of one's own messages was read, or all of them (None); says how many were unread.

    Raises:
        NotFound: the message is somebody else's, or there is none; nothing changed.
    """
    if message_id is not None and not messages.is_of(session, account_id, message_id=message_id):
        raise NotFound
    return messages.mark_read(session, account_id, message_id=message_id, now=now)
