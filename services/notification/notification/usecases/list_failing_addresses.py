"""The people of an organisation to whom nothing can be delivered."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chassis.database import Connection
from chassis.errors import Forbidden
from chassis.principal import Principal, Role
from notification.store import failing_addresses


def list_failing_addresses(
    connection: Connection, organisation_id: UUID, *, by: Principal
) -> Sequence[Mapping[str, Any]]:
    """For a referent those of their own organisation, for staff those of any: account and since when.

    Raises:
        Forbidden: another organisation than the one that the referent acts for.
    """
    if by.active_role is not Role.STAFF and by.active_organisation != organisation_id:
        raise Forbidden(figures={"active_role": by.active_role}, next_step="switch-organisation")
    return [dict(row) for row in failing_addresses.of_organisation(connection, organisation_id)]
