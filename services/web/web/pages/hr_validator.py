"""The HR validator's requests: the inbox with what helps to decide, one request, many at once."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import page_for, token
from web.pages.decisions import DecisionForm, decided, deciding_many
from web.pages.hr_validator_access import AT_DESK, at_desk
from web.pages.my_space_requests import page_urls
from web.pages.rendering import refusal_of
from web.pages.wiring import wiring

PAGE = 20
MOST_AT_ONCE = 100
NOT_FOUND = 404
CHOSEN = "enrolment"
pages = Blueprint("hr_validator", __name__, url_prefix="/valideur")


@pages.get("/demandes")
@page_for(*AT_DESK)
@at_desk
def to_decide() -> str:
    """Oldest first, or soonest session first: whoever waits longest is seen first."""
    order = request.args.get("tri", "")
    chosen = order if order in labels.decisions.INBOX_ORDERS else "requested_at"
    found = wiring().hr_desk.inbox({"limit": PAGE, "cursor": request.args.get("cursor"), "sort": chosen}, token=token())
    urls = page_urls("/valideur/demandes", {"tri": order}, found["next_cursor"])
    return render_template("hr_validator/to_decide.html", found=found, urls=urls, chosen=chosen)


def _chosen(keys: list[str]) -> list[str]:
    """The keys that are keys, each once."""
    found: dict[str, None] = {}
    for key in keys[:MOST_AT_ONCE]:
        try:
            found[str(UUID(key))] = None
        except ValueError:
            continue
    return list(found)


@pages.get("/demandes/lot")
@page_for(*AT_DESK)
@at_desk
def many() -> str | Response:
    """The chosen requests once more, before anything is decided about them."""
    keys = _chosen(request.args.getlist(CHOSEN))
    return _many_page(keys, DecisionForm()) if keys else redirect("/valideur/demandes")


def _many_page(keys: list[str], form: DecisionForm) -> str:
    found = wiring().hr_desk.inbox({"enrolment_ids": ",".join(keys), "limit": MOST_AT_ONCE}, token=token())
    return render_template("hr_validator/many.html", enrolments=found["items"], form=form)


@pages.post("/demandes/lot")
@page_for(*AT_DESK)
@at_desk
def decide_many() -> str | Response | tuple[str, int]:
    """Decide about all of them; what became of each is told, and nothing is lost where the form is incomplete."""
    form, keys = DecisionForm(), _chosen(request.form.getlist(CHOSEN))
    if not keys:
        return redirect("/valideur/demandes")
    outcomes = deciding_many(form, keys)
    if outcomes is None:
        return _many_page(keys, form), form.answer_status
    return render_template("hr_validator/outcomes.html", outcomes=[_told(entry) for entry in outcomes])


def _told(outcome: Json) -> dict[str, Any]:
    """One outcome with its request, and its refusal in words."""
    problem = outcome["problem"]
    shown = None if problem and problem["status"] == NOT_FOUND else _request(outcome["enrolment_id"])
    return {**outcome, "enrolment": shown, "told": refusal_of(problem, of_another=True) if problem else None}


def _request(enrolment_id: str) -> Json | None:
    try:
        return wiring().enrolments.one(UUID(enrolment_id), token=token())
    except Refused:
        return None


def seats_of(enrolment: Json) -> Json | None:
    """The seats of the session as the catalogue shows them; context, so the page goes on without."""
    try:
        action = wiring().catalogue.training_action(UUID(enrolment["training_action_id"]))
    except (Refused, Unreachable):
        return None
    wanted = enrolment["training_session_id"]
    return next((entry for entry in action["sessions"] if entry["training_session_id"] == wanted), None)


@pages.get("/demandes/<uuid:enrolment_id>")
@page_for(*AT_DESK)
@at_desk
def show(enrolment_id: UUID) -> str:
    """The request with what helps to decide, and the two ways."""
    return _page(enrolment_id, DecisionForm())


def _page(enrolment_id: UUID, form: DecisionForm) -> str:
    context = _context(enrolment_id)
    enrolment = wiring().enrolments.one(enrolment_id, token=token())
    return render_template(
        "hr_validator/request.html",
        enrolment=enrolment,
        context=context,
        history=wiring().enrolments.history(enrolment_id, token=token()),
        seats=seats_of(enrolment),
        form=form,
    )


def _context(enrolment_id: UUID) -> Json | None:
    """What helps to decide; the page goes on without, unless who looks has no say here."""
    try:
        return wiring().hr_desk.context(enrolment_id, token=token())
    except Unreachable:
        return None
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return None


@pages.post("/demandes/<uuid:enrolment_id>/decision")
@page_for(*AT_DESK)
@at_desk
def decide(enrolment_id: UUID) -> Response | tuple[str, int]:
    """Approve, or refuse with a reason."""
    form = DecisionForm()
    if not decided(form, enrolment_id, by="hr"):
        return _page(enrolment_id, form), form.answer_status
    flash(labels.filled(labels.FLASHES[form.decision.data], name=form.person_name.data), "success")
    return redirect("/valideur/decisions" if form.decision.data == "withdraw" else "/valideur/demandes")
