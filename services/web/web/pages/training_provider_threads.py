"""What a provider asks a person before deciding, and what both write."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.rendering import refusal
from web.pages.wiring import wiring
from web.pages.writing import QuestionForm, TextForm

pages = Blueprint("training_provider_threads", __name__, url_prefix="/prestataire/demandes")


def _page(enrolment_id: UUID, asking: QuestionForm, writing: TextForm) -> tuple[str, int]:
    page = render_template(
        "training_provider/thread.html",
        enrolment=wiring().enrolments.one(enrolment_id, token=token()),
        thread=wiring().follow_up.thread(enrolment_id, token=token()),
        asking=asking,
        writing=writing,
    )
    return page, max(asking.answer_status, writing.answer_status)


@pages.get("/<uuid:enrolment_id>/echanges")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def show(enrolment_id: UUID) -> tuple[str, int]:
    """The thread, and what can be written."""
    return _page(enrolment_id, QuestionForm(formdata=None), TextForm(formdata=None))


@pages.post("/<uuid:enrolment_id>/question")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def ask(enrolment_id: UUID) -> Response | tuple[str, int]:
    """Ask the person something; the seat stays held."""
    form = QuestionForm()
    if form.is_sound():
        try:
            wiring().follow_up.ask_information(
                enrolment_id, question=form.text, due_on=form.due_day, token=token(), key=form.key.data
            )
        except Refused as refused:
            form.told = refusal(refused)
        else:
            flash(labels.FLASHES["asked"], "success")
            return redirect("/prestataire/demandes")
    return _page(enrolment_id, form, TextForm(formdata=None))


@pages.post("/<uuid:enrolment_id>/echanges")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def write(enrolment_id: UUID) -> Response | tuple[str, int]:
    """Write to the person."""
    form = TextForm()
    if form.is_sound():
        try:
            wiring().follow_up.write(enrolment_id, body=form.text, token=token(), key=form.key.data)
        except Refused as refused:
            form.told = refusal(refused)
        else:
            flash(labels.FLASHES["written"], "success")
            return redirect(f"/prestataire/demandes/{enrolment_id}/echanges")
    return _page(enrolment_id, QuestionForm(formdata=None), form)
