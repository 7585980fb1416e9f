"""The messages of one person: their own, or anybody's for staff."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping

from chassis.database import Connection
from chassis.errors import Forbidden
from chassis.principal import Principal, Role
from notification.store import messages


def list_messages(
    connection: Connection, principal: Principal, *, account_id: UUID | None, after: UUID | None, limit: int
) -> Sequence[RowMapping]:
    """Messages to `account_id` (oneself where None), newest first.

    Raises:
        Forbidden: somebody else's, and the active role is not staff.
    """
    wanted = account_id or principal.account_id
    if wanted != principal.account_id and principal.active_role is not Role.STAFF:
        raise Forbidden(figures={"allowed": [Role.STAFF.value]}, next_step="switch-role")
    return messages.read_page(connection, wanted, after=after, limit=limit)
