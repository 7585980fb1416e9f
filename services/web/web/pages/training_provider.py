"""The training provider, and staff in its stead: requests to consider, and the decision on each."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.pages.access import page_for, signed_in_person, token
from web.pages.decisions import DecisionForm, decided
from web.pages.hr_validator import seats_of
from web.pages.my_space_requests import page_urls
from web.pages.wiring import wiring

PAGE = 20
pages = Blueprint("training_provider", __name__, url_prefix="/prestataire")


@pages.get("/demandes")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def to_decide() -> str:
    """Requests that the employer approved and that hold a seat."""
    scope = "all" if signed_in_person().active_role is Role.STAFF else "provider"
    chosen = "attente" if request.args.get("vue") == "attente" else ""
    query = {
        "scope": scope,
        "status": "pre_enrolled",
        "information_wanted": "true" if chosen else "false",
        "limit": PAGE,
        "cursor": request.args.get("cursor"),
    }
    found = wiring().enrolments.page(query, token=token())
    urls = page_urls("/prestataire/demandes", {"vue": chosen}, found["next_cursor"])
    return render_template("training_provider/to_decide.html", enrolments=found["items"], urls=urls, chosen=chosen)


@pages.get("/demandes/<uuid:enrolment_id>")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def show(enrolment_id: UUID) -> str:
    """The request, its motivation, and the two ways."""
    return _page(enrolment_id, DecisionForm())


def _page(enrolment_id: UUID, form: DecisionForm) -> str:
    enrolment = wiring().enrolments.one(enrolment_id, token=token())
    return render_template(
        "training_provider/request.html",
        enrolment=enrolment,
        history=wiring().enrolments.history(enrolment_id, token=token()),
        seats=seats_of(enrolment),
        form=form,
    )


@pages.post("/demandes/<uuid:enrolment_id>/decision")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def decide(enrolment_id: UUID) -> Response | tuple[str, int]:
    """Accept, or decline with a reason."""
    form = DecisionForm()
    if not decided(form, enrolment_id, by="provider"):
        return _page(enrolment_id, form), form.answer_status
    flash(labels.filled(labels.FLASHES[form.decision.data], name=form.person_name.data), "success")
    return redirect("/prestataire/demandes")
