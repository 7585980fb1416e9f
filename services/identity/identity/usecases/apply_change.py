"""Bring an accepted change into force on its day."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.clock import PARIS
from chassis.database import Session
from identity.domain.change_reports import ChangeDecision, ChangeReport, ChangeState
from identity.domain.errors import SiretTaken
from identity.domain.organisations import Organisation
from identity.domain.rights import OPERATOR, Actor
from identity.store import organisations, requests


def changes_due(session: Session, *, now: datetime) -> list[tuple[UUID, UUID]]:
    """Reports to apply today, with their organisations."""
    return requests.changes_due(session, now.astimezone(PARIS).date())


def apply_change(session: Session, change_report_id: UUID, *, organisation_id: UUID, now: datetime) -> bool:
    """Apply one that is due; says whether something was done.

    Raises:
        NotFound: no such report.
        ChangeOutdated: the organisation is no longer as the report found it.
        SiretTaken: another organisation has the new SIRET by now.
    """
    organisation = organisations.lock_organisation(session, organisation_id)
    report = requests.lock(session, ChangeReport, key=change_report_id)
    if report.state is not ChangeState.ACCEPTED:
        return False
    return apply_if_due(session, report, organisation=organisation, by=OPERATOR, now=now)


def apply_if_due(
    session: Session, report: ChangeReport, *, organisation: Organisation, by: Actor, now: datetime
) -> bool:
    """The same for what is locked already.

    Raises:
        ChangeOutdated, SiretTaken: as above.
    """
    if report.effective_on > now.astimezone(PARIS).date():
        return False
    report.check_up_to_date(organisation)
    check_siret_free(session, report)
    values = {str(one["field"]): one["new"] for one in report.differences}
    report.move(ChangeDecision.APPLY, by=by, reason=None, now=now)
    outbox.append(session, organisation.change(values, now=now))
    session.flush()
    return True


def check_siret_free(session: Session, report: ChangeReport) -> None:
    """
    Raises:
        SiretTaken: another organisation has the new SIRET.
    """
    siret = next((one["new"] for one in report.differences if one["field"] == "siret"), None)
    if siret is not None and organisations.find_by_siret(session, siret) is not None:
        raise SiretTaken(figures={"siret": siret}, next_step="correct-the-report")
