"""The editor: sessions announced, moved, called off and copied; what it means for people is said before it is done."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.rendering import INVALID, STALE, Told, refusal
from web.pages.session_form import MOST_ROWS, SessionForm, copy_of, empty_row, form_of, next_row, read_form
from web.pages.wiring import wiring

CONFLICT = 409
LONGEST_REASON = 2_000
NOWHERE = UUID(int=0)
pages = Blueprint("editor_sessions", __name__, url_prefix="/catalogue")


def _page(form: SessionForm, draft: Json, **more: object) -> str:
    form.key = form.key or str(new_id())
    shown: dict[str, object] = {"kept": None, "told": None, "consequences": None, "is_copy": False, **more}
    return render_template("editor/session_form.html", form=form, draft=draft, most=MOST_ROWS, **shown)


def _wants_another_row(form: SessionForm) -> bool:
    """The button that adds a slot sends the form as it is."""
    if "add" not in request.form:
        return False
    if len(form.rows) < MOST_ROWS:
        form.rows.append(next_row(form.rows))
    return True


def _told(form: SessionForm, refused: Refused) -> Told | None:
    return None if form.note(refused) else refusal(refused)


@pages.route("/actions/<uuid:training_action_id>/sessions/nouvelle", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def schedule(training_action_id: UUID) -> str | Response | tuple[str, int]:
    """A session is announced, from nothing or as a copy of another."""
    draft = wiring().editing.draft(training_action_id, token=token())
    if request.method == "GET":
        return _begun(draft)
    form = read_form(request.form, is_self_paced=draft["self_paced"])
    if _wants_another_row(form) or "remove" in request.form:
        return _page(form, draft)
    plan, told = form.plan(), None
    if not form.errors:
        try:
            wiring().editing.schedule(training_action_id, plan, token=token(), key=form.key)
        except Refused as refused:
            told = _told(form, refused)
        else:
            flash(labels.FLASHES["session-scheduled"], "success")
            return redirect(f"/catalogue/actions/{training_action_id}#sessions")
    return _page(form, draft, told=told), CONFLICT if told else INVALID


def _begun(draft: Json) -> str:
    copied = request.args.get("copie", "")
    try:
        key = UUID(copied)
    except ValueError:
        form = SessionForm(is_self_paced=draft["self_paced"], capacity="" if draft["self_paced"] else "12")
        form.rows = [] if draft["self_paced"] else [empty_row()]
        return _page(form, draft)
    return _page(copy_of(wiring().editing.session(key, token=token())), draft, is_copy=True)


@pages.route("/sessions/<uuid:training_session_id>/modifier", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def edit(training_session_id: UUID) -> str | Response | tuple[str, int]:
    """Change a session; what moves people, or takes less than their seats, is said and confirmed first."""
    kept = wiring().editing.session(training_session_id, token=token())
    draft = wiring().editing.draft(UUID(kept["training_action_id"]), token=token())
    if request.method == "GET":
        return _page(form_of(kept), draft, kept=kept)
    form = read_form(request.form, is_self_paced=kept["is_self_paced"])
    if _wants_another_row(form) or "remove" in request.form:
        return _page(form, draft, kept=kept)
    plan, told = form.plan(), None
    if not form.errors:
        try:
            return _revised(form, plan, kept=kept, draft=draft)
        except Refused as refused:
            if refused.status == STALE:
                form.version = str(kept["version"])
                told = Told(why=labels.editing.STALE, next_step=None)
            else:
                told = _told(form, refused)
    return _page(form, draft, kept=kept, told=told), CONFLICT if told else INVALID


def _revised(form: SessionForm, plan: Json, *, kept: Json, draft: Json) -> str | Response:
    """
    Raises:
        Refused
    """
    key = UUID(kept["training_session_id"])
    version = int(form.version) if form.version.isdecimal() and len(form.version) < 10 else 0
    found = wiring().editing.rehearse(key, plan, token=token(), version=version)
    concerned = found["taken_seats"] + found["waiting"]
    is_floored = found["resulting_capacity"] != found["capacity"]
    if "confirmed" not in request.form and ((found["is_moved"] and concerned) or is_floored):
        return _page(form, draft, kept=kept, consequences=found)
    wiring().editing.replan(key, plan, token=token(), version=version)
    is_told = found["is_moved"] and concerned
    flash(labels.FLASHES["session-moved" if is_told else "session-saved"], "success")
    return redirect(f"/catalogue/actions/{kept['training_action_id']}#sessions")


@pages.route("/sessions/<uuid:training_session_id>/annuler", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def call_off(training_session_id: UUID) -> str | Response | tuple[str, int]:
    """What calling a session off means, and doing it."""
    kept = wiring().editing.session(training_session_id, token=token())
    draft = wiring().editing.draft(UUID(kept["training_action_id"]), token=token())
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    told, error = None, None
    if request.method == "POST":
        error = None if reason else labels.FORM_ERRORS["call-off-reason"]
        if not error:
            try:
                _call_off(training_session_id, reason=reason)
            except Refused as refused:
                told = refusal(refused)
            else:
                flash(labels.FLASHES["session-called-off"], "success")
                return redirect(f"/catalogue/actions/{kept['training_action_id']}#sessions")
    page = render_template(
        "editor/call_off.html", kept=kept, draft=draft, reason=reason, told=told, error=error, key=str(new_id())
    )
    return page, CONFLICT if told else INVALID if error else 200


def _call_off(training_session_id: UUID, *, reason: str) -> None:
    version, key = request.form.get("version", ""), request.form.get("key", "")
    read = int(version) if version.isdecimal() and len(version) < 10 else 0
    wiring().editing.call_off(training_session_id, reason=reason, token=token(), version=read, key=key)
