"""The attendance sheet to print, and the codes with which participants sign for themselves."""

from uuid import UUID

import segno
from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web.clients.gateway import Json
from web.pages.access import page_for, token
from web.pages.wiring import wiring

pages = Blueprint("training_provider_signing", __name__, url_prefix="/prestataire/sessions")


@pages.get("/<uuid:training_session_id>/feuille")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def printed(training_session_id: UUID) -> str:
    """One page a day with a cell a half-day to sign by hand."""
    roster = wiring().enrolments.roster(training_session_id, token=token())
    days: dict[str, list[Json]] = {}
    for half_day in roster["half_days"]:
        days.setdefault(half_day["slot_id"], []).append(half_day)
    return render_template("training_provider/printed_sheet.html", roster=roster, days=list(days.values()))


def _address(code: str) -> str:
    return f"{wiring().public_url}/emarger?code={code}"


@pages.get("/<uuid:training_session_id>/signatures")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def codes(training_session_id: UUID) -> str:
    """Each half-day with its code, once it is opened."""
    opened = {
        (entry["slot_id"], entry["half_day"]): {
            **entry,
            "address": _address(entry["code"]),
            "picture": segno.make(_address(entry["code"]), micro=False).svg_inline(scale=5, border=2, omitsize=True),
        }
        for entry in wiring().follow_up.signing_codes(training_session_id, token=token())
    }
    return render_template(
        "training_provider/signing.html",
        roster=wiring().enrolments.roster(training_session_id, token=token()),
        opened=opened,
    )


@pages.post("/<uuid:training_session_id>/signatures")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def open_half_day(training_session_id: UUID) -> Response:
    """Make the code of a half-day, or a new one in the place of one that was seen outside."""
    half_day = {
        "slot_id": request.form.get("slot_id", ""),
        "half_day": request.form.get("half_day", ""),
        "is_new": bool(request.form.get("is_new")),
    }
    key = request.form.get("key", "")
    wiring().follow_up.open_signing(training_session_id, half_day, token=token(), key=key)
    return redirect(
        f"/prestataire/sessions/{training_session_id}/signatures#{half_day['slot_id']}-{half_day['half_day']}"
    )
