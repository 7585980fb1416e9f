"""Staff keep the questions of each type of action."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

NOT_FOUND, INVALID, STALE = 404, 422, 412
MOST = 30
EMPTY_LINES = 2
pages = Blueprint("questionnaire_templates", __name__, url_prefix="/cap-metiers/questionnaires")


@pages.get("")
@page_for(Role.STAFF)
def every() -> str:
    """Every type, and whether its questions are those of the house."""
    return render_template("staff/questionnaires.html", templates=wiring().follow_up.templates(token=token()))


def _template(type_code: str) -> Json:
    for entry in wiring().follow_up.templates(token=token()):
        if entry["type_code"] == type_code:
            return entry
    abort(NOT_FOUND)


def _lines() -> list[Json]:
    """The questions as they were sent, in the order of their positions; a line without words is left out."""
    found = []
    for number in range(MOST):
        words = request.form.get(f"label-{number}", "").strip()
        if words:
            choices = [line.strip() for line in request.form.get(f"choices-{number}", "").splitlines() if line.strip()]
            kind = request.form.get(f"kind-{number}", "scale")
            found.append(
                {
                    "question_id": request.form.get(f"id-{number}") or f"q-{new_id()}",
                    "kind": kind,
                    "label": words,
                    "is_required": bool(request.form.get(f"required-{number}")),
                    "choices": choices if kind == "choice" else [],
                }
            )
    return found


def _page(template: Json, questions: list[Json], told: Told | None = None) -> str:
    return render_template(
        "staff/questionnaire.html",
        template=template,
        questions=questions,
        lines=min(MOST, len(questions) + EMPTY_LINES),
        told=told,
    )


@pages.route("/<type_code>", methods=["GET", "POST"])
@page_for(Role.STAFF)
def edit(type_code: str) -> str | Response | tuple[str, int]:
    """The questions of one type; questionnaires that are open keep theirs."""
    template = _template(type_code)
    if request.method == "GET":
        return _page(template, template["questions"])
    questions, version = _lines(), request.form.get("version", type=int) or 0
    try:
        wiring().follow_up.keep_template(type_code, questions=questions, version=version, token=token())
    except Refused as refused:
        told = refusal(refused)
        if refused.status == INVALID:
            told = Told(why=labels.FORM_ERRORS["questions"], next_step=None)
        return _page(template, questions, told), refused.status
    flash(labels.FLASHES["template-kept"], "success")
    return redirect("/cap-metiers/questionnaires")
