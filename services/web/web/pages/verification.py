"""The public check of a document or of an open badge: its full content, and whether it is valid."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.auth import public
from web import labels
from web.clients.gateway import segment
from web.domain.errors import Refused
from web.pages.wiring import wiring

NOT_FOUND, GONE, INVALID = 404, 410, 422
LONGEST_CODE = 100
pages = Blueprint("verification", __name__)


@pages.get("/verifier")
@public
def ask() -> str | Response | tuple[str, int]:
    """For those who have the code but no camera."""
    code = request.args.get("code", "").strip()
    if code and len(code) <= LONGEST_CODE:
        return redirect(f"/verifier/{segment(code)}")
    error = labels.FORM_ERRORS["code"] if "code" in request.args else None
    return render_template("verification/ask.html", error=error, code=""), INVALID if error else 200


@pages.get("/verifier/<code>")
@public
def show(code: str) -> str | tuple[str, int]:
    """What the document says, repeated from our side; an unknown code says so."""
    try:
        found = wiring().documents.verification(code[:LONGEST_CODE])
    except Refused as refused:
        if refused.status not in (NOT_FOUND, INVALID):
            raise
        return render_template("verification/unknown.html", code=code[:LONGEST_CODE]), NOT_FOUND
    return render_template("verification/show.html", found=found)


@pages.get("/verifier/open-badge/<uuid:badge_id>")
@public
def badge(badge_id: UUID) -> str | tuple[str, int]:
    """What a badge is for, to be shown to anybody; its person is named by the badge alone."""
    badges = wiring().badges
    try:
        assertion = badges.hosted(badge_id)
    except Refused as refused:
        if refused.status == NOT_FOUND:
            return render_template("verification/unknown_badge.html"), NOT_FOUND
        if refused.status != GONE:
            raise
        gone = {"id": f"{wiring().site}/api/documents/v1/badges/v2/assertions/{badge_id}"}
        return render_template("verification/badge.html", assertion=gone, achievement=None), GONE
    achievement = badges.published(assertion["badge"])
    issuer = badges.published(achievement["issuer"])
    return render_template("verification/badge.html", assertion=assertion, achievement=achievement, issuer=issuer)
