"""A person's own requests: current, past, one in detail, and cancelling."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import page_for, token
from web.pages.forms import PageForm
from web.pages.my_space import rights_of_this_year
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

LONGEST_REASON = 1_000
PAGE = 10
CONFLICT, INVALID = 409, 422
PAST_STATUSES = {
    "suivies": "attended,partially_attended",
    "refusees": "refused_by_hr,declined",
    "annulees": "cancelled,expired",
}
pages = Blueprint("my_space_requests", __name__)


class CancellationForm(PageForm):
    """Why; `key` makes a form that is sent twice count once."""

    key = HiddenField(default=lambda: str(new_id()))
    right_given_back = HiddenField()
    reason = TextAreaField(
        validators=[
            InputRequired(labels.FORM_ERRORS["cancellation-reason"]),
            Length(max=LONGEST_REASON, message=labels.FORM_ERRORS["reason-length"].format(max=LONGEST_REASON)),
        ]
    )


def page_urls(path: str, criteria: dict[str, Any], next_cursor: str | None) -> dict[str, str | None]:
    """The addresses that the pager needs."""
    kept = {name: value for name, value in criteria.items() if value}
    return {
        "next_url": f"{path}?{urlencode({**kept, 'cursor': next_cursor})}" if next_cursor else None,
        "first_url": f"{path}?{urlencode(kept)}".removesuffix("?") if request.args.get("cursor") else None,
    }


@pages.get("/mon-espace/actions-en-cours")
@page_for(Role.BENEFICIARY)
def current() -> str:
    """Live requests, nearest first."""
    query = {"scope": "mine", "period": "current", "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().enrolments.page(query, token=token())
    urls = page_urls("/mon-espace/actions-en-cours", {}, found["next_cursor"])
    return render_template("my_space/current.html", enrolments=found["items"], rights=rights_of_this_year(), urls=urls)


def _certificates() -> dict[str, list[Json]]:
    """Documents of the person by enrolment."""
    by_enrolment: dict[str, list[Json]] = {}
    for document in wiring().documents.mine(token=token()):
        by_enrolment.setdefault(document["enrolment_id"], []).append(document)
    return by_enrolment


def _badges(**criteria: str) -> dict[str, list[Json]]:
    """Open badges of the person by enrolment, the newest first; a page that shows them goes on without."""
    by_enrolment: dict[str, list[Json]] = {}
    try:
        found = wiring().badges.page({"limit": 100, **criteria}, token=token())["items"]
    except (Refused, Unreachable):
        return {}
    for badge in found:
        by_enrolment.setdefault(badge["enrolment_id"], []).append(badge)
    return by_enrolment


@pages.get("/mon-espace/actions-passees")
@page_for(Role.BENEFICIARY)
def past() -> str:
    """What is over, by filter, with presence and documents."""
    chosen = request.args.get("filtre", "")
    query = {
        "scope": "mine",
        "period": "past",
        "status": PAST_STATUSES.get(chosen),
        "limit": PAGE,
        "cursor": request.args.get("cursor"),
    }
    found = wiring().enrolments.page(query, token=token())
    urls = page_urls("/mon-espace/actions-passees", {"filtre": chosen}, found["next_cursor"])
    return render_template(
        "my_space/past.html",
        enrolments=found["items"],
        documents=_certificates(),
        badges=_badges(),
        chosen=chosen,
        urls=urls,
    )


@pages.get("/mon-espace/demandes/<uuid:enrolment_id>")
@page_for(Role.BENEFICIARY)
def show(enrolment_id: UUID) -> str:
    """One request: where it stands, who holds it, what happened when."""
    return _page_of(enrolment_id)


def _page_of(enrolment_id: UUID, *, told: Told | None = None) -> str:
    enrolments = wiring().enrolments
    return render_template(
        "my_space/request.html",
        told=told,
        enrolment=enrolments.one(enrolment_id, token=token()),
        history=enrolments.history(enrolment_id, token=token()),
        documents=wiring().documents.of_enrolment(enrolment_id, token=token()),
        badges=_badges(enrolment_id=str(enrolment_id)).get(str(enrolment_id), []),
        is_new=bool(request.args.get("envoyee")),
    )


@pages.route("/mon-espace/demandes/<uuid:enrolment_id>/annulation", methods=["GET", "POST"])
@page_for(Role.BENEFICIARY)
def cancel(enrolment_id: UUID) -> str | Response | tuple[str, int]:
    """What it costs is read before it is confirmed."""
    enrolments = wiring().enrolments
    form, told = CancellationForm(), None
    if form.validate_on_submit():
        try:
            enrolments.cancel(
                enrolment_id,
                reason=form.reason.data.strip(),
                right_given_back=form.right_given_back.data == "yes",
                token=token(),
                key=form.key.data,
            )
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["cancelled"], "success")
            return redirect(f"/mon-espace/demandes/{enrolment_id}")
    consequences = _consequences(enrolment_id)
    form.right_given_back.data = "yes" if consequences and consequences["right_given_back"] else ""
    page = render_template(
        "my_space/cancel.html",
        enrolment=enrolments.one(enrolment_id, token=token()),
        consequences=consequences,
        form=form,
        told=told,
    )
    return page, 409 if told else 422 if form.errors else 200


class KeyForm(PageForm):
    """A single button; `key` makes a click that is sent twice count once."""

    key = HiddenField()


@pages.post("/mon-espace/demandes/<uuid:enrolment_id>/reponse")
@page_for(Role.BENEFICIARY)
def answer(enrolment_id: UUID) -> str | Response | tuple[str, int]:
    """Take the offered place, or leave it to the next in line."""
    said = "accept" if request.form.get("reponse") == "accepter" else "decline"
    return _pressed(
        enrolment_id,
        lambda key: wiring().enrolments.answer_offer(enrolment_id, answer=said, token=token(), key=key),
        flashed=f"offer-{said}",
    )


@pages.post("/mon-espace/demandes/<uuid:enrolment_id>/information")
@page_for(Role.BENEFICIARY)
def read_information(enrolment_id: UUID) -> str | Response | tuple[str, int]:
    """Say to have read the mandatory information of the action."""
    return _pressed(
        enrolment_id,
        lambda key: wiring().enrolments.note_information_read(enrolment_id, token=token(), key=key),
        flashed="information-read",
    )


def _pressed(enrolment_id: UUID, send: Callable[[str], Json], *, flashed: str) -> str | Response | tuple[str, int]:
    """Send what a button stands for; a refusal is told on the page of the request."""
    form = KeyForm()
    if not form.validate_on_submit():
        return _page_of(enrolment_id), INVALID
    try:
        send(form.key.data)
    except Refused as refused:
        return _page_of(enrolment_id, told=refusal(refused)), CONFLICT
    flash(labels.FLASHES[flashed], "success")
    return redirect(f"/mon-espace/demandes/{enrolment_id}")


def _consequences(enrolment_id: UUID) -> Json | None:
    """None where the request can no longer be cancelled."""
    try:
        return wiring().enrolments.consequences(enrolment_id, token=token())
    except Refused as refused:
        refusal(refused)
        return None
