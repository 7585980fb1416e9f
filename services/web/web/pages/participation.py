"""What a participant does: answer the provider, sign presence, contest it, say what the session was worth, complain."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, signed_in, token
from web.pages.rendering import Told, refusal, refusal_of
from web.pages.wiring import wiring
from web.pages.writing import ComplaintForm, TextForm

CONFLICT, INVALID, NOT_FOUND = 409, 422, 404
LONGEST_CODE = 20
pages = Blueprint("participation", __name__)


@pages.route("/mon-espace/demandes/<uuid:enrolment_id>/echanges", methods=["GET", "POST"])
@page_for(Role.BENEFICIARY)
def thread(enrolment_id: UUID) -> Response | tuple[str, int]:
    """What the provider asked, and the answer."""
    form = TextForm()
    if form.is_sound():
        try:
            wiring().follow_up.write(enrolment_id, body=form.text, token=token(), key=form.key.data)
        except Refused as refused:
            form.told = refusal(refused)
        else:
            flash(labels.FLASHES["answered-provider"], "success")
            return redirect(f"/mon-espace/demandes/{enrolment_id}/echanges")
    page = render_template(
        "participation/thread.html",
        enrolment=wiring().enrolments.one(enrolment_id, token=token()),
        thread=wiring().follow_up.thread(enrolment_id, token=token()),
        form=form,
    )
    return page, form.answer_status


@pages.route("/mon-espace/demandes/<uuid:enrolment_id>/contestation", methods=["GET", "POST"])
@page_for(Role.BENEFICIARY)
def contest(enrolment_id: UUID) -> Response | tuple[str, int]:
    """Contest one's presence while there is time, and read the answer."""
    form = TextForm()
    if form.is_sound():
        try:
            wiring().follow_up.contest_presence(enrolment_id, reason=form.text, token=token(), key=form.key.data)
        except Refused as refused:
            form.told = refusal(refused)
        else:
            flash(labels.FLASHES["contested"], "success")
            return redirect(f"/mon-espace/demandes/{enrolment_id}/contestation")
    page = render_template(
        "participation/contest.html",
        enrolment=wiring().enrolments.one(enrolment_id, token=token()),
        contest=wiring().follow_up.contest(enrolment_id, token=token()),
        form=form,
    )
    return page, form.answer_status


@pages.route("/mon-espace/demandes/<uuid:enrolment_id>/reclamation", methods=["GET", "POST"])
@page_for(Role.BENEFICIARY)
def complain(enrolment_id: UUID) -> Response | tuple[str, int]:
    """Register a complaint about the action, and read the answers to earlier ones."""
    form = ComplaintForm()
    if form.is_sound():
        try:
            wiring().follow_up.complain(
                enrolment_id, topic=form.topic.data, body=form.text, token=token(), key=form.key.data
            )
        except Refused as refused:
            form.told = refusal(refused)
        else:
            flash(labels.FLASHES["complained"], "success")
            return redirect(f"/mon-espace/demandes/{enrolment_id}/reclamation")
    known = wiring().follow_up.complaints({"scope": "mine", "limit": 100}, token=token())["items"]
    page = render_template(
        "participation/complaint.html",
        enrolment=wiring().enrolments.one(enrolment_id, token=token()),
        complaints=[entry for entry in known if entry["enrolment_id"] == str(enrolment_id)],
        form=form,
    )
    return page, form.answer_status


def _answers(questions: list[Json]) -> dict[str, Any]:
    """What was ticked and written, as the API wants it."""
    found: dict[str, Any] = {}
    for question in questions:
        said = request.form.get(question["question_id"], "").strip()
        if said:
            kind = question["kind"]
            found[question["question_id"]] = (
                int(said) if kind == "scale" and said.isdigit() else said == "true" if kind == "yes_no" else said
            )
    return found


def _faults(refused: Refused) -> dict[str, str]:
    faults = refused.figures.get("faults")
    return dict(faults) if isinstance(faults, dict) else {}


@pages.route("/mon-espace/demandes/<uuid:enrolment_id>/questionnaire", methods=["GET", "POST"])
@page_for(Role.BENEFICIARY)
def questionnaire(enrolment_id: UUID) -> str | Response | tuple[str, int]:
    """Say what the session was worth, once."""
    found = wiring().follow_up.questionnaire(enrolment_id, token=token())
    answers = _answers(found["questions"])
    told, faults = None, {}
    if request.method == "POST":
        key = request.form.get("key", "")
        try:
            wiring().follow_up.answer(enrolment_id, answers, token=token(), key=key)
        except Refused as refused:
            told, faults = refusal(refused), _faults(refused)
        else:
            flash(labels.FLASHES["questionnaire-answered"], "success")
            return redirect(f"/mon-espace/demandes/{enrolment_id}")
    enrolment = wiring().enrolments.one(enrolment_id, token=token())
    page = render_template(
        "participation/questionnaire.html", enrolment=enrolment, found=found, answers=answers, told=told, faults=faults
    )
    return (page, INVALID if faults else CONFLICT) if told else page


@pages.route("/emarger", methods=["GET", "POST"])
@signed_in
def sign() -> str | tuple[str, int]:
    """Type the code shown in the room, or follow its link; then sign."""
    code = (request.form.get("code") or request.args.get("code", "")).strip()[:LONGEST_CODE]
    if not code:
        return render_template("participation/sign.html", code="", signing=None, told=None)
    try:
        if request.method == "POST":
            signing = wiring().follow_up.sign(code, token=token(), key=request.form.get("key", ""))
        else:
            signing = wiring().follow_up.signing(code, token=token())
    except Refused as refused:
        return render_template("participation/sign.html", code=code, signing=None, told=_told(refused)), refused.status
    return render_template("participation/sign.html", code=code, signing=signing, told=None)


def _told(refused: Refused) -> Told:
    """A code that nobody made is told here, not on a page of its own; what was typed stays."""
    if refused.status in (NOT_FOUND, INVALID):
        return refusal_of(
            {"code": "signing-code-unknown", "figures": {}, "next_step": "ask-for-the-code"}, of_another=False
        )
    return refusal(refused)
