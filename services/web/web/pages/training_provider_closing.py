"""The end of a session: closing in one step, evaluations, contested presences, satisfaction."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring
from web.pages.writing import TextForm

CONFLICT, INVALID = 409, 422
LONGEST_COMMENT = 1_000
EVALUATED = ("attended", "partially_attended")
pages = Blueprint("training_provider_closing", __name__, url_prefix="/prestataire/sessions")


def _closing_page(training_session_id: UUID, told: Told | None = None) -> str:
    return render_template(
        "training_provider/closing.html",
        roster=wiring().enrolments.roster(training_session_id, token=token()),
        closing=wiring().follow_up.closing(training_session_id, token=token()),
        told=told,
    )


@pages.get("/<uuid:training_session_id>/cloture")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def closing(training_session_id: UUID) -> str:
    """How far each step has come, and the one step that does the rest."""
    return _closing_page(training_session_id)


@pages.post("/<uuid:training_session_id>/cloture")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def close(training_session_id: UUID) -> Response | tuple[str, int]:
    """Close; the same step again does what is missing."""
    absent, key = bool(request.form.get("absent_missing")), request.form.get("key", "")
    try:
        wiring().follow_up.close(training_session_id, absent_missing=absent, token=token(), key=key)
    except Refused as refused:
        return _closing_page(training_session_id, refusal(refused)), CONFLICT
    flash(labels.FLASHES["closed"], "success")
    return redirect(f"/prestataire/sessions/{training_session_id}/cloture")


def _results(roster: Json) -> dict[str, Json]:
    """What is recorded, or what was sent, by participant."""
    found = {}
    for participant in roster["participants"]:
        if participant["status"] in EVALUATED:
            key, kept = participant["enrolment_id"], participant["evaluation"] or {}
            found[key] = {
                "result": request.form.get(f"result-{key}", kept.get("result", "")),
                "comment": request.form.get(f"comment-{key}", kept.get("comment") or ""),
            }
    return found


@pages.route("/<uuid:training_session_id>/evaluations", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def evaluations(training_session_id: UUID) -> str | Response | tuple[str, int]:
    """The result of each participant who was there."""
    roster = wiring().enrolments.roster(training_session_id, token=token())
    results = _results(roster)
    if request.method == "GET":
        return _evaluations_page(roster, results)
    sent = [
        {"enrolment_id": key, "result": entry["result"], "comment": entry["comment"].strip() or None}
        for key, entry in results.items()
        if entry["result"] in labels.decisions.EVALUATIONS
    ]
    if any(len(entry["comment"] or "") > LONGEST_COMMENT for entry in sent) or not sent:
        why = labels.FORM_ERRORS["no-result" if not sent else "reason-length"].format(max=LONGEST_COMMENT)
        return _evaluations_page(roster, results, Told(why=why, next_step=None)), INVALID
    try:
        wiring().follow_up.evaluate(training_session_id, sent, token=token())
    except Refused as refused:
        return _evaluations_page(roster, results, refusal(refused)), CONFLICT
    flash(labels.FLASHES["evaluated"], "success")
    return redirect(f"/prestataire/sessions/{training_session_id}/cloture")


def _evaluations_page(roster: Json, results: dict[str, Json], told: Told | None = None) -> str:
    return render_template("training_provider/evaluations.html", roster=roster, results=results, told=told)


@pages.route("/<uuid:training_session_id>/contestations/<uuid:enrolment_id>", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def settle(training_session_id: UUID, enrolment_id: UUID) -> Response | tuple[str, int]:
    """Answer a contested presence, after correcting it or keeping it."""
    roster = wiring().enrolments.roster(training_session_id, token=token())
    form = TextForm()
    if form.is_sound():
        try:
            wiring().follow_up.settle_contest(enrolment_id, answer=form.text, token=token(), key=form.key.data)
        except Refused as refused:
            form.told = refusal(refused)
        else:
            flash(labels.FLASHES["contest-settled"], "success")
            return redirect(f"/prestataire/sessions/{training_session_id}")
    wanted = str(enrolment_id)
    participant = next((entry for entry in roster["participants"] if entry["enrolment_id"] == wanted), None)
    page = render_template("training_provider/contest.html", roster=roster, participant=participant, form=form)
    return page, form.answer_status


@pages.get("/<uuid:training_session_id>/satisfaction")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def satisfaction(training_session_id: UUID) -> str:
    """Results of the session, or of all sessions of its action."""
    roster = wiring().enrolments.roster(training_session_id, token=token())
    is_whole = request.args.get("action") == "1"
    of = ("training-actions", roster["training_action_id"]) if is_whole else ("training-sessions", training_session_id)
    found = wiring().follow_up.satisfaction(of[0], of[1], token=token())
    return render_template("training_provider/satisfaction.html", roster=roster, found=found, is_whole=is_whole)
