"""The provider (and staff): badges asked for, and the answer to one."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, Length

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.forms import PageForm
from web.pages.my_space_requests import page_urls
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

PAGE, LONGEST_REASON = 20, 1_000
CONFLICT, INVALID = 409, 422
FILTERS = {"": "requested", "delivres": "issued", "declines": "declined", "revoques": "revoked"}
pages = Blueprint("badge_requests", __name__, url_prefix="/prestataire")


class AnswerForm(PageForm):
    """`decision` comes from the button; what denies needs a reason."""

    key = HiddenField(default=lambda: str(new_id()))
    decision = HiddenField(validators=[AnyOf(["accept", "decline", "revoke"])])
    reason = TextAreaField(
        validators=[Length(max=LONGEST_REASON, message=labels.FORM_ERRORS["reason-length"].format(max=LONGEST_REASON))]
    )


@pages.get("/badges")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def to_answer() -> str:
    """Those that wait, by default; decided ones by filter."""
    chosen = request.args.get("filtre", "")
    query = {"status": FILTERS.get(chosen, "requested"), "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().badges.page(query, token=token())
    urls = page_urls("/prestataire/badges", {"filtre": chosen}, found["next_cursor"])
    return render_template("documents/badges.html", badges=found["items"], urls=urls, chosen=chosen)


@pages.route("/badges/<uuid:badge_id>", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def answer(badge_id: UUID) -> str | Response | tuple[str, int]:
    """The request with its evidence; accept, decline with a reason, or revoke what was issued."""
    form, told = AnswerForm(), None
    if form.validate_on_submit():
        reason = (form.reason.data or "").strip()
        if form.decision.data != "accept" and not reason:
            form.reason.errors = [labels.FORM_ERRORS["badge-reason"]]
        else:
            told = _send(badge_id, form, reason=reason)
            if told is None:
                flash(labels.FLASHES[f"badge-{form.decision.data}"], "success")
                return redirect("/prestataire/badges")
    badge = wiring().badges.one(badge_id, token=token())
    page = render_template("documents/badge.html", badge=badge, form=form, told=told)
    return page, CONFLICT if told else INVALID if form.errors else 200


def _send(badge_id: UUID, form: AnswerForm, *, reason: str) -> Told | None:
    """None where it went through."""
    badges = wiring().badges
    try:
        if form.decision.data == "revoke":
            badges.revoke(badge_id, reason=reason, token=token(), key=form.key.data)
        else:
            decision = {"decision": form.decision.data, "reason": reason or None}
            badges.decide(badge_id, decision=decision, token=token(), key=form.key.data)
    except Refused as refused:
        return refusal(refused)
    return None
