"""Standing wishes for exports, and what their e-mails lead to."""

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from enrolment.api.access import AT_HR_DESK
from enrolment.domain.exports import ExportKind, FileFormat, Frequency, Prepared, Schedule
from enrolment.usecases.schedule_export import (
    WantedExport,
    end_schedule,
    list_schedules,
    read_prepared_export,
    schedule_export,
)

blp = Blueprint("exports", __name__, url_prefix="/api/enrolment/v1", description="Scheduled exports")


class WantedExportSchema(Schema):
    """What, as which file, how often."""

    kind = fields.Enum(ExportKind, by_value=True, required=True)
    file_format = fields.Enum(FileFormat, by_value=True, required=True)
    frequency = fields.Enum(Frequency, by_value=True, required=True)


class ScheduleSchema(WantedExportSchema):
    """A standing wish. `next_on`: the day of the next e-mail."""

    schedule_id = fields.UUID(required=True)
    next_on = fields.Date(required=True)


class SchedulesSchema(Schema):
    """One's own."""

    items = fields.List(fields.Nested(ScheduleSchema), required=True)


class PreparedSchema(Schema):
    """A period whose lines may be fetched, both days included."""

    export_id = fields.UUID(required=True)
    kind = fields.Enum(ExportKind, by_value=True, required=True)
    file_format = fields.Enum(FileFormat, by_value=True, required=True)
    first_day = fields.Date(required=True)
    last_day = fields.Date(required=True)
    prepared_at = fields.DateTime(required=True)


@blp.get("/export-schedules")
@requires(*AT_HR_DESK)
@blp.response(200, SchedulesSchema)
@blp.alt_response(403, description="Neither an HR validator nor a deputy today")
def schedules() -> dict[str, Any]:
    """One's own wishes for the active organisation."""
    with snapshot() as connection:
        return {"items": list_schedules(connection, by=current_principal(), now=now())}


@blp.post("/export-schedules")
@requires(*AT_HR_DESK)
@idempotent
@blp.arguments(WantedExportSchema)
@blp.response(201, ScheduleSchema)
@blp.alt_response(403, description="Neither an HR validator nor a deputy today")
@blp.alt_response(409, description="There are enough of them")
def schedule(wanted: dict[str, Any]) -> Schedule:
    """Wish for an export every week or month; the same wish again is the one that is there."""
    with transaction() as session:
        return schedule_export(session, WantedExport(**wanted), by=current_principal(), now=now())


@blp.post("/export-schedules/<uuid:schedule_id>/end")
@requires(*AT_HR_DESK)
@idempotent
@blp.response(204)
@blp.alt_response(404, description="Not a wish of this person")
def end(schedule_id: UUID) -> None:
    """No more e-mails of this one."""
    with transaction() as session:
        end_schedule(session, schedule_id, by=current_principal(), now=now())


@blp.get("/prepared-exports/<uuid:export_id>")
@requires(*AT_HR_DESK)
@blp.response(200, PreparedSchema)
@blp.alt_response(403, description="Neither an HR validator nor a deputy today")
@blp.alt_response(404, description="Prepared for somebody else")
def prepared(export_id: UUID) -> Prepared:
    """What the link of an e-mail stands for; the lines come from `/organisation-rows`."""
    with snapshot() as connection:
        return read_prepared_export(connection, export_id, by=current_principal(), now=now())
