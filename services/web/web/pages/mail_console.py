"""The console of staff: what was sent to whom, when, with which result; as it was written; once more."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import HiddenField

from chassis import theme
from chassis.clock import PARIS
from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.forms import PageForm
from web.pages.my_space_requests import page_urls
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

PAGE = 25
# The letter as it was written, in a frame of its own: its styles, no script, nothing from outside.
PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox"
pages = Blueprint("mail_console", __name__, url_prefix="/cap-metiers/e-mails")


class ResendForm(PageForm):
    """`key` makes a form that is sent twice count once."""

    key = HiddenField(default=lambda: str(new_id()))


def _midnight(text: str, *, days: int = 0) -> str | None:
    """The first instant of a day in Paris, `days` later; None for what is no day."""
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time(), tzinfo=PARIS).isoformat()


@pages.get("")
@page_for(Role.STAFF)
def find() -> str:
    """By name, address or subject, by result, by day."""
    criteria = {name: request.args.get(name, "").strip() for name in ("q", "status", "from", "to")}
    status = criteria["status"] if criteria["status"] in labels.messages.MAIL_STATUSES else None
    query = {
        "text": criteria["q"][:200],
        "status": status,
        "written_from": _midnight(criteria["from"]),
        "written_before": _midnight(criteria["to"], days=1),
        "limit": PAGE,
        "cursor": request.args.get("cursor"),
    }
    found = wiring().messages.deliveries(query, token=token())
    urls = page_urls("/cap-metiers/e-mails", criteria, found["next_cursor"])
    return render_template("messages/console.html", found=found, criteria=criteria, urls=urls)


@pages.get("/<uuid:message_id>")
@page_for(Role.STAFF)
def show(message_id: UUID) -> str:
    """One message with what became of it."""
    return _letter(message_id, form=ResendForm(), told=None)


def _letter(message_id: UUID, *, form: ResendForm, told: Told | None) -> str:
    """The page of one message; the letter itself stands in a frame."""
    message = wiring().messages.delivery(message_id, token=token())
    theme.allow_own_frames()
    return render_template("messages/delivery.html", message=message, form=form, told=told)


@pages.get("/<uuid:message_id>/apercu")
@page_for(Role.STAFF)
def preview(message_id: UUID) -> Response:
    """The letter itself, for the frame of the page."""
    message = wiring().messages.delivery(message_id, token=token())
    answer = make_response(message["html_body"] or "")
    answer.headers["Content-Security-Policy"] = PREVIEW_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/<uuid:message_id>")
@page_for(Role.STAFF)
def resend(message_id: UUID) -> Response | tuple[str, int]:
    """Send it once more, and show what becomes of the new one."""
    form = ResendForm()
    if not form.validate_on_submit():
        return redirect(f"/cap-metiers/e-mails/{message_id}")
    try:
        made = wiring().messages.resend(message_id, token=token(), key=form.key.data)
    except Refused as refused:
        return _letter(message_id, form=form, told=refusal(refused)), refused.status
    flash(labels.FLASHES["resent"], "success")
    return redirect(f"/cap-metiers/e-mails/{made}")
