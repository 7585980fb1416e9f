"""The employer's desk: inbox with context, decisions about many, decisions taken, lines of exports, figures."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from flask import Response

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Principal, Role
from enrolment.api.access import AT_HR_DESK
from enrolment.api.answers import Answer, after_of, page_of
from enrolment.api.hr_schemas import (
    BulkDecisionSchema,
    DecisionArgs,
    DecisionContextSchema,
    FiguresArgs,
    HrDecisionPageSchema,
    InboxArgs,
    InboxSchema,
    OrganisationFiguresSchema,
    OutcomesSchema,
    RowsArgs,
)
from enrolment.domain.reasons import Choice
from enrolment.domain.transitions import Decision
from enrolment.store.listings import Page
from enrolment.usecases.decide_many import Outcome, decide_many
from enrolment.usecases.list_hr_decisions import DecisionPage, list_hr_decisions
from enrolment.usecases.read_hr_inbox import Only, read_decision_context, read_hr_inbox
from enrolment.usecases.read_organisation_figures import read_organisation_figures
from enrolment.usecases.stream_organisation_rows import stream_organisation_rows

blp = Blueprint("hr_desk", __name__, url_prefix="/api/enrolment/v1", description="The employer's desk")
NDJSON = "application/x-ndjson"


def _only(query: dict[str, Any]) -> Only:
    chosen = query["enrolment_ids"]
    keys = [UUID(text) for text in chosen.split(",")] if chosen else None
    return Only(training_session_id=query["training_session_id"], enrolment_ids=keys)


@blp.get("/hr-inbox")
@requires(*AT_HR_DESK)
@blp.arguments(InboxArgs, location="query")
@blp.response(200, InboxSchema)
@blp.alt_response(403, description="Neither an HR validator nor a deputy today")
def inbox(query: dict[str, Any]) -> Answer:
    """Requests that wait for a decision, each with what helps to take it."""
    page = Page(order=query["sort"], limit=query["limit"], after=after_of(query["cursor"]))
    with snapshot() as connection:
        found = read_hr_inbox(connection, page, only=_only(query), by=current_principal(), now=now())
    body, status, headers = page_of(found.listed)
    return {**body, "waiting": found.waiting, "oldest_requested_at": found.oldest_requested_at}, status, headers


@blp.get("/enrolments/<uuid:enrolment_id>/decision-context")
@requires(*AT_HR_DESK)
@blp.response(200, DecisionContextSchema)
@blp.alt_response(404, description="Not a request of this organisation")
def context(enrolment_id: UUID) -> Any:
    """What helps to decide about one request."""
    with snapshot() as connection:
        return read_decision_context(connection, enrolment_id, by=current_principal(), now=now())


def _told(outcome: Outcome) -> dict[str, Any]:
    refusal = outcome.refusal
    problem = None
    if refusal is not None:
        problem = {
            "type": f"urn:parcourspro:problem:{refusal.code}",
            "title": refusal.title,
            "status": refusal.status,
            "code": refusal.code,
            "figures": refusal.figures,
            "next_step": refusal.next_step,
        }
    return {"enrolment_id": outcome.enrolment_id, "status": outcome.status, "problem": problem}


@blp.post("/hr-decisions")
@requires(*AT_HR_DESK)
@idempotent
@blp.arguments(BulkDecisionSchema)
@blp.response(200, OutcomesSchema)
@blp.alt_response(403, description="Neither an HR validator nor a deputy today")
def decide(wanted: dict[str, Any]) -> dict[str, Any]:
    """Decide about several requests at once; each answers for itself."""
    enrolment_ids = wanted.pop("enrolment_ids")
    with transaction() as session:
        outcomes = decide_many(session, enrolment_ids, choice=Choice(**wanted), by=current_principal(), now=now())
    return {"items": [_told(outcome) for outcome in outcomes]}


@blp.get("/hr-decisions")
@requires(*AT_HR_DESK)
@blp.arguments(DecisionArgs, location="query")
@blp.response(200, HrDecisionPageSchema)
@blp.alt_response(403, description="Neither an HR validator nor a deputy today")
def decisions(query: dict[str, Any]) -> Answer:
    """Decisions taken, latest first."""
    page = DecisionPage(
        decided_by=query["decided_by"],
        limit=query["limit"],
        decisions={Decision(query["decision"])} if query["decision"] else None,
        after=after_of(query["cursor"]),
    )
    with snapshot() as connection:
        return page_of(list_hr_decisions(connection, page, by=current_principal(), now=now()))


def _lines(query: dict[str, Any], by: Principal) -> Iterator[bytes]:
    days = (query["first_day"], query["last_day"])
    with snapshot() as connection:
        rows = stream_organisation_rows(connection, query["kind"], days=days, by=by, now=now())
        yield b""
        for row in rows:
            yield orjson.dumps(row, default=str, option=orjson.OPT_UTC_Z) + b"\n"


@blp.get("/organisation-rows")
@requires(*AT_HR_DESK)
@blp.arguments(RowsArgs, location="query")
@blp.response(200, content_type=NDJSON, description="One JSON object a line")
@blp.alt_response(403, description="Neither an HR validator nor a deputy today")
def rows(query: dict[str, Any]) -> Response:
    """Every line of an export, streamed from one state of the database."""
    lines = _lines(query, current_principal())
    # The first, empty piece comes once who asks was looked at: a refusal is still an answer of its own.
    next(lines)
    return Response(lines, content_type=NDJSON, headers={"Cache-Control": "no-store"})


@blp.get("/organisation-figures")
@requires(*AT_HR_DESK, Role.REFERENT)
@blp.arguments(FiguresArgs, location="query")
@blp.response(200, OrganisationFiguresSchema)
@blp.alt_response(403, description="Neither an HR validator, nor a deputy today, nor the referent")
def figures(query: dict[str, Any]) -> dict[str, Any]:
    """Counts of one year."""
    with snapshot() as connection:
        return read_organisation_figures(connection, year=query["year"], by=current_principal(), now=now())
