"""The lines of an export, one by one."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from chassis.database import Connection
from chassis.principal import Principal
from enrolment.domain.exports import ExportKind
from enrolment.store.organisation_rows import Extract, organisation_rows
from enrolment.usecases.check_decider import hr_desk_of


def stream_organisation_rows(
    connection: Connection, kind: ExportKind, *, days: tuple[date | None, date | None], by: Principal, now: datetime
) -> Iterator[dict[str, Any]]:
    """Every row of a kind between two days; who asks is looked at before the first one is read.

    Raises:
        Forbidden: not an HR validator, nor a deputy today.
    """
    organisation_id = hr_desk_of(connection, by, now=now)
    return organisation_rows(
        connection, Extract(kind=kind, organisation_id=organisation_id, first_day=days[0], last_day=days[1])
    )
