"""The clock: a week or a month is over, so whoever wished for its export is told that it can be fetched."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.ids import new_id
from chassis.principal import Role
from enrolment.domain.deadlines import day_of
from enrolment.domain.exports import Prepared, first_due, period_before
from enrolment.domain.notices import export_prepared
from enrolment.domain.people import still_holds
from enrolment.store import export_schedules, people


def find_due_exports(session: Session, *, now: datetime) -> list[UUID]:
    """Wishes to look at."""
    return export_schedules.due(session, day=day_of(now))


def prepare_export(session: Session, schedule_id: UUID, *, now: datetime) -> int:
    """Prepare the period that is over, once; the wish of somebody who no longer decides ends."""
    schedule = export_schedules.lock(session, schedule_id)
    if schedule is None or schedule.ended_at is not None or schedule.next_on > day_of(now):
        return 0
    account = people.account(session, schedule.account_id)
    if not still_holds(account, Role.HR_VALIDATOR, organisation_id=schedule.organisation_id):
        export_schedules.end(session, schedule_id, now=now)
        return 0
    following = first_due(schedule.frequency, day_of(now))
    first_day, last_day = period_before(schedule.frequency, schedule.next_on)
    prepared = Prepared(
        export_id=new_id(),
        schedule_id=schedule_id,
        organisation_id=schedule.organisation_id,
        account_id=schedule.account_id,
        kind=schedule.kind,
        file_format=schedule.file_format,
        first_day=first_day,
        last_day=last_day,
        prepared_at=now,
    )
    export_schedules.go_on(session, schedule_id, next_on=following)
    if not export_schedules.prepare(session, prepared):
        return 0
    outbox.append(session, export_prepared(prepared))
    return 1
