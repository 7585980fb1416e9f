"""The training provider's sessions: roster, and the attendance sheet by slot and half-day."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.clock import now
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.attendance_sheet import Sheet, read_sheet, recorded_sheet
from web.pages.my_space_requests import page_urls
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

PAGE = 20
pages = Blueprint("training_provider_sessions", __name__, url_prefix="/prestataire/sessions")


@pages.get("")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def mine() -> str:
    """The sessions of this provider's actions, with counts."""
    chosen = "passees" if request.args.get("periode") == "passees" else ""
    criteria = {"period": "past" if chosen else "current", "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().enrolments.provider_sessions(criteria, token=token())
    urls = page_urls("/prestataire/sessions", {"periode": chosen}, found["next_cursor"])
    return render_template(
        "training_provider/sessions.html", training_sessions=found["items"], urls=urls, chosen=chosen
    )


@pages.get("/<uuid:training_session_id>")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def roster(training_session_id: UUID) -> str:
    """Who takes part."""
    found = wiring().enrolments.roster(training_session_id, token=token())
    return render_template("training_provider/roster.html", roster=found, has_begun=has_begun(found))


@pages.route("/<uuid:training_session_id>/presences", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def attendance(training_session_id: UUID) -> str | Response | tuple[str, int]:
    """Presence of each participant for each half-day, in net minutes."""
    found = wiring().enrolments.roster(training_session_id, token=token())
    if request.method == "GET":
        return _page(found, recorded_sheet(found, everybody=request.args.get("tous") == "1", now=now()))
    sheet = read_sheet(found, request.form, now=now())
    if sheet.errors:
        return _page(found, sheet), 422
    try:
        wiring().enrolments.record_attendance(
            training_session_id, records=sheet.records, reason=sheet.reason or None, token=token()
        )
    except Refused as refused:
        return _page(found, sheet, told=refusal(refused)), 409
    flash(labels.FLASHES["attendance"], "success")
    return redirect(f"/prestataire/sessions/{training_session_id}")


def has_begun(found: Json) -> bool:
    """Presence at a self-paced session is its completion, recorded from its first day on."""
    return datetime.fromisoformat(found["starts_at"]) <= now()


def _page(found: Json, sheet: Sheet, *, told: Told | None = None) -> str:
    return render_template("training_provider/attendance.html", roster=found, sheet=sheet, told=told)
