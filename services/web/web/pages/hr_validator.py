"""The HR validator: requests to decide, decisions taken, one request with its context."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import page_for, token
from web.pages.decisions import DecisionForm, decided
from web.pages.my_space_requests import page_urls
from web.pages.wiring import wiring

PAGE = 20
DECIDED = "waitlisted,pre_enrolled,enrolled,attended,partially_attended,absent,refused_by_hr,declined,cancelled,expired"
pages = Blueprint("hr_validator", __name__, url_prefix="/valideur")


@pages.get("/demandes")
@page_for(Role.HR_VALIDATOR)
def to_decide() -> str:
    """Oldest first: whoever waits longest is seen first."""
    query = {"scope": "organisation", "status": "requested", "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().enrolments.page(query, token=token())
    urls = page_urls("/valideur/demandes", {}, found["next_cursor"])
    return render_template("hr_validator/to_decide.html", enrolments=found["items"], urls=urls)


@pages.get("/decisions")
@page_for(Role.HR_VALIDATOR)
def decisions() -> str:
    """What was decided for this organisation, and what became of it."""
    chosen = request.args.get("etat", "")
    status = chosen if chosen in DECIDED.split(",") else DECIDED
    query = {"scope": "organisation", "status": status, "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().enrolments.page(query, token=token())
    urls = page_urls("/valideur/decisions", {"etat": chosen}, found["next_cursor"])
    return render_template(
        "hr_validator/decisions.html",
        enrolments=found["items"],
        urls=urls,
        chosen=chosen,
        choices=DECIDED.split(","),
    )


def seats_of(enrolment: Json) -> Json | None:
    """The seats of the session as the catalogue shows them; context, so the page goes on without."""
    try:
        action = wiring().catalogue.training_action(UUID(enrolment["training_action_id"]))
    except (Refused, Unreachable):
        return None
    wanted = enrolment["training_session_id"]
    return next((entry for entry in action["sessions"] if entry["training_session_id"] == wanted), None)


@pages.get("/demandes/<uuid:enrolment_id>")
@page_for(Role.HR_VALIDATOR)
def show(enrolment_id: UUID) -> str:
    """The request with what helps to decide, and the two ways."""
    return _page(enrolment_id, DecisionForm())


def _page(enrolment_id: UUID, form: DecisionForm) -> str:
    enrolment = wiring().enrolments.one(enrolment_id, token=token())
    return render_template(
        "hr_validator/request.html",
        enrolment=enrolment,
        history=wiring().enrolments.history(enrolment_id, token=token()),
        seats=seats_of(enrolment),
        form=form,
    )


@pages.post("/demandes/<uuid:enrolment_id>/decision")
@page_for(Role.HR_VALIDATOR)
def decide(enrolment_id: UUID) -> Response | tuple[str, int]:
    """Approve, or refuse with a reason."""
    form = DecisionForm()
    if not decided(form, enrolment_id, by="hr"):
        return _page(enrolment_id, form), form.answer_status
    flash(labels.filled(labels.FLASHES[form.decision.data], name=form.person_name.data), "success")
    return redirect("/valideur/decisions" if form.decision.data == "withdraw" else "/valideur/demandes")
