"""Changes of organisations: reported by referents, decided by staff, in force on their day."""

from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from identity.api.acting import actor
from identity.api.answers import Answer, after_of, page_of
from identity.api.organisation_schemas import ReasonSchema
from identity.api.request_schemas import (
    ChangeReportArgs,
    ChangeReportPageSchema,
    ChangeReportSchema,
    NewChangeReportSchema,
    dump_change_report,
    new_values,
    states_of,
)
from identity.domain.change_reports import ChangeDecision, ChangeReport
from identity.usecases.decide_change import decide_change
from identity.usecases.read_organisations import read_request, read_requests
from identity.usecases.report_change import ReportedChange, report_change
from identity.usecases.withdraw_request import withdraw_change_report

blp = Blueprint("change_reports", __name__, url_prefix="/api/identity/v1", description="Changes of organisations")


@blp.get("/change-reports")
@requires(Role.REFERENT, Role.STAFF)
@blp.arguments(ChangeReportArgs, location="query")
@blp.response(200, ChangeReportPageSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
def list_all(query: dict[str, Any]) -> Answer:
    """Of one organisation, or of all for staff. Those that wait: oldest first; the others: newest first."""
    page = (after_of(query["cursor"], UUID), query["limit"])
    with transaction() as session:
        found = read_requests(
            session,
            ChangeReport,
            states=states_of(query),
            organisation_id=query["organisation_id"],
            by=actor(),
            page=page,
        )
        items = [dump_change_report(one, found) for one in found.items]
        return page_of(items, (found.next_after,) if found.next_after else None)


@blp.post("/organisations/<uuid:organisation_id>/change-reports")
@requires(Role.REFERENT, Role.STAFF)
@idempotent
@blp.arguments(NewChangeReportSchema)
@blp.response(201, ChangeReportSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
@blp.alt_response(404, description="No such organisation")
@blp.alt_response(409, description="Another organisation has the new SIRET")
@blp.alt_response(422, description="Nothing changes, or a number is none")
def report(form: dict[str, Any], organisation_id: UUID) -> dict[str, Any]:
    """As new values; those of staff need no further decision."""
    change = ReportedChange(organisation_id=organisation_id, values=new_values(form), effective_on=form["effective_on"])
    with transaction() as session:
        return dump_change_report(report_change(session, change, by=actor(), now=now()))


@blp.get("/change-reports/<uuid:change_report_id>")
@requires(Role.REFERENT, Role.STAFF)
@blp.response(200, ChangeReportSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
@blp.alt_response(404, description="There is none")
def read(change_report_id: UUID) -> dict[str, Any]:
    """One report."""
    with transaction() as session:
        found = read_request(session, ChangeReport, key=change_report_id, by=actor())
        return dump_change_report(found.items[0], found)


@blp.post("/change-reports/<uuid:change_report_id>/acceptance")
@requires(Role.STAFF)
@blp.response(200, ChangeReportSchema)
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It was decided, or the organisation is no longer as the report found it")
def accept(change_report_id: UUID) -> dict[str, Any]:
    """In force on its day; at once where that has come."""
    decision = ChangeDecision.ACCEPT
    with transaction() as session:
        found = decide_change(session, change_report_id, decision=decision, reason=None, by=actor(), now=now())
        return dump_change_report(found)


@blp.post("/change-reports/<uuid:change_report_id>/refusal")
@requires(Role.STAFF)
@blp.arguments(ReasonSchema)
@blp.response(200, ChangeReportSchema)
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It is in force, or was refused")
def refuse(why: dict[str, str], change_report_id: UUID) -> dict[str, Any]:
    """With a reason; also one that was accepted and waits for its day."""
    decision = ChangeDecision.REFUSE
    with transaction() as session:
        found = decide_change(session, change_report_id, decision=decision, by=actor(), now=now(), **why)
        return dump_change_report(found)


@blp.post("/change-reports/<uuid:change_report_id>/withdrawal")
@requires(Role.REFERENT)
@blp.response(200, ChangeReportSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It was decided; the figures say by whom and when")
def withdraw(change_report_id: UUID) -> dict[str, Any]:
    """Take it back before anybody has decided."""
    with transaction() as session:
        return dump_change_report(withdraw_change_report(session, change_report_id, by=actor(), now=now()))
