"""The register of complaints, for who runs the actions and for staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.domain.errors import Refused
from web.pages.access import page_for, signed_in_person, token
from web.pages.my_space_requests import page_urls
from web.pages.rendering import refusal
from web.pages.wiring import wiring
from web.pages.writing import TextForm

PAGE = 20
pages = Blueprint("training_provider_complaints", __name__, url_prefix="/prestataire/reclamations")


def _page(form: TextForm, answering: str = "") -> str:
    chosen = "repondues" if request.args.get("filtre") == "repondues" else ""
    scope = "all" if signed_in_person().active_role is Role.STAFF else "provider"
    query = {
        "scope": scope,
        "is_open": "false" if chosen else "true",
        "limit": PAGE,
        "cursor": request.args.get("cursor"),
    }
    found = wiring().follow_up.complaints(query, token=token())
    urls = page_urls("/prestataire/reclamations", {"filtre": chosen}, found["next_cursor"])
    return render_template(
        "training_provider/complaints.html",
        complaints=found["items"],
        urls=urls,
        chosen=chosen,
        form=form,
        answering=answering,
    )


@pages.get("")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def register() -> str:
    """Latest first; those that wait for an answer, or those that have one."""
    return _page(TextForm(formdata=None))


@pages.post("/<uuid:complaint_id>")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def answer(complaint_id: UUID) -> Response | tuple[str, int]:
    """Answer once."""
    form = TextForm()
    if form.is_sound():
        try:
            wiring().follow_up.answer_complaint(complaint_id, answer=form.text, token=token(), key=form.key.data)
        except Refused as refused:
            form.told = refusal(refused)
        else:
            flash(labels.FLASHES["complaint-answered"], "success")
            return redirect("/prestataire/reclamations")
    return _page(form, answering=str(complaint_id)), form.answer_status
