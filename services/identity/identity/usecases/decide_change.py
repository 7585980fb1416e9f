"""Accept a reported change, which then holds from its day on, or refuse it with a reason."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from identity.domain.change_reports import ChangeDecision, ChangeReport
from identity.domain.rights import Actor
from identity.store import organisations, requests
from identity.usecases.apply_change import apply_if_due, check_siret_free
from identity.usecases.check_authority import check_staff


def decide_change(
    session: Session, change_report_id: UUID, *, decision: ChangeDecision, reason: str | None, by: Actor, now: datetime
) -> ChangeReport:
    """An accepted one whose day has come is applied at once, another by the job. One that waits for its day may still
    be refused.

    Raises:
        NotFound: no such report.
        Forbidden: the actor is not staff.
        IllegalMove: it was decided.
        ReasonRequired: refused without a reason.
        ChangeOutdated: the organisation is no longer as the report found it.
        SiretTaken: another organisation has the new SIRET.
    """
    check_staff(session, by)
    found = requests.find(session, ChangeReport, key=change_report_id)
    organisation = organisations.lock_organisation(session, found.organisation_id)
    report = requests.lock(session, ChangeReport, key=change_report_id)
    report.move(decision, by=by, reason=reason, now=now)
    if decision is ChangeDecision.ACCEPT:
        report.check_up_to_date(organisation)
        check_siret_free(session, report)
    outbox.append(session, report.decided(now=now))
    if decision is ChangeDecision.ACCEPT:
        apply_if_due(session, report, organisation=organisation, by=by, now=now)
    return report
