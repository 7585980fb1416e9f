"""Report what changes in an organisation; what staff report themselves needs no further decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.database import Session
from chassis.ids import new_id
from chassis.principal import Role
from identity.domain.change_reports import ChangeDecision, ChangeReport, differences_of
from identity.domain.rights import OPERATOR, Actor
from identity.store import organisations
from identity.usecases.apply_change import apply_if_due, check_siret_free
from identity.usecases.check_authority import check_actor


@dataclass(frozen=True, kw_only=True)
class ReportedChange:
    """New values by field (those of `change_reports.FIELDS`), and the day from which they hold."""

    organisation_id: UUID
    values: Mapping[str, str | None]
    effective_on: date


def report_change(session: Session, change: ReportedChange, *, by: Actor, now: datetime) -> ChangeReport:
    """Kept as differences with what is in force today.

    Raises:
        NotFound: no such organisation.
        Forbidden: neither referent of this organisation nor staff.
        InvalidSiret, InvalidActivityNumber: as their names say.
        SiretTaken: another organisation has the new SIRET.
        NothingChanges: no difference.
    """
    organisation = organisations.lock_organisation(session, change.organisation_id)
    check_actor(session, by, organisation_id=organisation.id)
    report = ChangeReport(
        id=new_id(),
        organisation_id=organisation.id,
        reported_by=by.account_id,
        reporter_role=by.role.value if by.role else None,
        reported_at=now,
        effective_on=change.effective_on,
        differences=differences_of(organisation, change.values),
    )
    check_siret_free(session, report)
    session.add(report)
    if by.role is Role.STAFF or by == OPERATOR:
        report.move(ChangeDecision.ACCEPT, by=by, reason=None, now=now)
        apply_if_due(session, report, organisation=organisation, by=by, now=now)
    session.flush()
    return report
