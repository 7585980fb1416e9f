"""A standing wish for an export: every week or month an e-mail with a link; the file is made when it is fetched."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.ids import new_id
from chassis.principal import Principal
from enrolment.domain.deadlines import day_of
from enrolment.domain.exports import ExportKind, FileFormat, Frequency, Prepared, Schedule, first_due
from enrolment.domain.followup_errors import TooManySchedules
from enrolment.store import export_schedules
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import hr_desk_of

MOST = 10


@dataclass(frozen=True, kw_only=True)
class WantedExport:
    """What, as which file, how often."""

    kind: ExportKind
    file_format: FileFormat
    frequency: Frequency


def schedule_export(session: Session, wanted: WantedExport, *, by: Principal, now: datetime) -> Schedule:
    """The first one comes when the period that today belongs to is over.

    Raises:
        Forbidden: not an HR validator, nor a deputy today.
        TooManySchedules: enough is enough.
    """
    organisation_id = hr_desk_of(session, by, now=now)
    known = export_schedules.of_account(session, by.account_id, organisation_id=organisation_id)
    same = next((entry for entry in known if (entry.kind, entry.frequency) == (wanted.kind, wanted.frequency)), None)
    if same is not None and same.file_format is wanted.file_format:
        return same
    if len(known) >= MOST:
        raise TooManySchedules(figures={"most": MOST}, next_step="end-a-schedule")
    made = Schedule(
        schedule_id=new_id(),
        organisation_id=organisation_id,
        account_id=by.account_id,
        next_on=first_due(wanted.frequency, day_of(now)),
        created_at=now,
        **vars(wanted),
    )
    export_schedules.add(session, made)
    return made


def list_schedules(reader: Reader, *, by: Principal, now: datetime) -> list[Schedule]:
    """One's own wishes for this organisation.

    Raises:
        Forbidden: not an HR validator, nor a deputy today.
    """
    return export_schedules.of_account(reader, by.account_id, organisation_id=hr_desk_of(reader, by, now=now))


def end_schedule(session: Session, schedule_id: UUID, *, by: Principal, now: datetime) -> None:
    """No more e-mails; one that was ended stays so.

    Raises:
        NotFound: not a wish of this person.
    """
    found = export_schedules.lock(session, schedule_id)
    if found is None or found.account_id != by.account_id:
        raise NotFound
    if found.ended_at is None:
        export_schedules.end(session, schedule_id, now=now)


def read_prepared_export(reader: Reader, export_id: UUID, *, by: Principal, now: datetime) -> Prepared:
    """What a link of an e-mail stands for; the link alone opens nothing.

    Raises:
        Forbidden: not an HR validator (any more), nor a deputy today.
        NotFound: prepared for somebody else, or for another organisation than the active one.
    """
    found = export_schedules.find(reader, export_id)
    organisation_id = hr_desk_of(reader, by, now=now)
    if found is None or (found.account_id, found.organisation_id) != (by.account_id, organisation_id):
        raise NotFound
    return found
