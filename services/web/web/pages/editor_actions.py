"""The editor: the actions that a provider runs, all of them for staff; drafts, preview, publication, withdrawal."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import page_for, signed_in_person, token
from web.pages.action_form import ActionForm, description_of, note_faults, trainers_of, with_empty_rows
from web.pages.my_space_requests import page_urls
from web.pages.rendering import INVALID, STALE, Told, refusal
from web.pages.wiring import wiring

PAGE = 20
CONFLICT = 409
LONGEST_REASON = 2_000
HOME = "/catalogue/actions"
pages = Blueprint("editor_actions", __name__, url_prefix=HOME)
_FILTERS = ("q", "status", "sort")


def is_staff() -> bool:
    """Whether the person acts for Cap Métiers."""
    return signed_in_person().active_role is Role.STAFF


@pages.get("")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def mine() -> str:
    """Working copies, by state and title."""
    chosen = {name: request.args.get(name, "").strip() for name in (*_FILTERS, "modifiees")}
    if chosen["status"] not in labels.editing.STATES:
        chosen["status"] = ""
    if chosen["sort"] not in labels.editing.SORTS:
        chosen["sort"] = ""
    criteria: dict[str, Any] = {name: chosen[name][:200] for name in _FILTERS}
    criteria |= {"is_changed": "true" if chosen["modifiees"] else None, "limit": PAGE}
    found = wiring().editing.drafts({**criteria, "cursor": request.args.get("cursor")}, token=token())
    urls = page_urls(HOME, chosen, found["next_cursor"])
    return render_template(
        "editor/actions.html", drafts=found["items"], counts=found["counts"], chosen=chosen, urls=urls
    )


def _choices(form: ActionForm, draft: Json | None = None) -> None:
    form.type_code.choices = [(entry["code"], entry["label"]) for entry in wiring().catalogue.types()]
    form.theme_code.choices = [(entry["code"], entry["label"]) for entry in wiring().catalogue.themes()]
    if is_staff():
        known = wiring().editing.providers(token=token())
        choices = {one["organisation_id"]: one["name"] for one in known}
        if draft and draft["provider_organisation_id"] not in choices:
            choices[draft["provider_organisation_id"]] = draft["provider_name"] or draft["provider_organisation_id"]
        form.provider_organisation_id.choices = list(choices.items())
    else:
        active = signed_in_person().active
        key = str(active.organisation_id) if active else ""
        form.provider_organisation_id.choices = [(key, active.organisation_name if active else "")]
        form.provider_organisation_id.data = key


def _page(form: ActionForm, trainers: list[Json], *, draft: Json | None, told: Told | None = None) -> str:
    named = {one["account_id"] for one in trainers}
    return render_template(
        "editor/action_form.html",
        form=form,
        draft=draft,
        told=told,
        trainers=with_empty_rows(trainers),
        people=[one for one in _people(draft) if one["account_id"] not in named],
        is_staff=is_staff(),
    )


def _people(draft: Json | None) -> list[Json]:
    """Who can be named trainer: the people of the provider; oneself alone where they cannot be read."""
    person = signed_in_person()
    own = person.active.organisation_id if person.active and not is_staff() else None
    provider = draft["provider_organisation_id"] if draft else own
    oneself = [] if is_staff() else [{"account_id": str(person.account_id), "name": person.name}]
    if provider is None:
        return oneself
    try:
        return wiring().follow_up.provider_people(provider, token=token()) or oneself
    except (Refused, Unreachable):
        return oneself


def _typed_trainers(draft: Json | None = None) -> list[Json]:
    """Those of the rows, then the chosen people of the provider."""
    found = trainers_of(request.form)
    chosen = set(request.form.getlist("trainer-person")) - {one["account_id"] for one in found}
    if chosen:
        found += [one for one in _people(draft) if one["account_id"] in chosen]
    return found


def _refused(form: ActionForm, refused: Refused) -> Told | None:
    """What the page tells; faults of fields stand at their fields."""
    return None if note_faults(form, refused) else refusal(refused)


@pages.route("/nouvelle", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def create() -> str | Response | tuple[str, int]:
    """A new draft."""
    form = ActionForm()
    _choices(form)
    if request.method == "GET":
        return _page(form, [], draft=None)
    trainers, told = _typed_trainers(), None
    if form.validate_on_submit():
        try:
            made = wiring().editing.create(description_of(form, trainers), token=token(), key=form.key.data)
        except Refused as refused:
            told = _refused(form, refused)
        else:
            flash(labels.FLASHES["action-created"], "success")
            return redirect(f"{HOME}/{made['training_action_id']}")
    return _page(form, trainers, draft=None, told=told), CONFLICT if told else INVALID


@pages.route("/<uuid:training_action_id>/modifier", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def edit(training_action_id: UUID) -> str | Response | tuple[str, int]:
    """The working copy; readers see it after the next publication."""
    draft = wiring().editing.draft(training_action_id, token=token())
    form = ActionForm(data=None if request.method == "POST" else draft)
    _choices(form, draft)
    if request.method == "GET":
        return _page(form, draft["trainers"], draft=draft)
    trainers, told = _typed_trainers(draft), None
    if form.validate_on_submit():
        try:
            body = description_of(form, trainers)
            wiring().editing.revise(training_action_id, body, token=token(), version=form.version)
        except Refused as refused:
            if refused.status == STALE:
                form.revision.data = draft["revision"]
                told = Told(why=labels.editing.STALE, next_step=None)
            else:
                told = _refused(form, refused)
        else:
            flash(labels.FLASHES["action-saved"], "success")
            return redirect(f"{HOME}/{training_action_id}")
    return _page(form, trainers, draft=draft, told=told), CONFLICT if told else INVALID


@pages.get("/<uuid:training_action_id>")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def show(training_action_id: UUID) -> str:
    """One action: where it stands, its sessions, what was published."""
    editing = wiring().editing
    return render_template(
        "editor/action.html",
        draft=editing.draft(training_action_id, token=token()),
        training_sessions=editing.sessions(training_action_id, token=token()),
        publications=editing.publications(training_action_id, token=token()),
    )


@pages.get("/<uuid:training_action_id>/apercu")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def preview(training_action_id: UUID) -> str:
    """The working copy as readers would see it."""
    draft = wiring().editing.draft(training_action_id, token=token())
    sessions = wiring().editing.sessions(training_action_id, token=token())
    return render_template("editor/preview.html", action=draft, training_sessions=sessions, publication=None)


@pages.get("/<uuid:training_action_id>/versions/<number>")
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def version(training_action_id: UUID, number: str) -> str:
    """The action as it was published one day."""
    if not number.isdecimal() or len(number) > 6:
        abort(404)
    found = wiring().editing.publication(training_action_id, int(number), token=token())
    return render_template("editor/preview.html", action=found, training_sessions=[], publication=found)


@pages.route("/<uuid:training_action_id>/publier", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def publish(training_action_id: UUID) -> str | Response | tuple[str, int]:
    """What publishing means, and the publication."""
    draft = wiring().editing.draft(training_action_id, token=token())
    before = None
    if draft["publication_number"]:
        before = wiring().editing.publication(training_action_id, draft["publication_number"], token=token())
    told, missing = None, []
    if request.method == "POST":
        try:
            wiring().editing.publish(
                training_action_id, token=token(), version=_sent_version(), key=request.form.get("key", "")
            )
        except Refused as refused:
            told, missing = refusal(refused), refused.figures.get("missing", [])
        else:
            flash(labels.FLASHES["action-published"], "success")
            return redirect(f"{HOME}/{training_action_id}")
    page = render_template(
        "editor/publish.html", draft=draft, before=before, told=told, missing=missing, key=str(new_id())
    )
    return page, CONFLICT if told else 200


def _sent_version() -> int:
    told = request.form.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0


@pages.route("/<uuid:training_action_id>/retirer", methods=["GET", "POST"])
@page_for(Role.TRAINING_PROVIDER, Role.STAFF)
def withdraw(training_action_id: UUID) -> str | Response | tuple[str, int]:
    """What withdrawing means, and the withdrawal."""
    draft = wiring().editing.draft(training_action_id, token=token())
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    told = None
    if request.method == "POST":
        key = request.form.get("key", "")
        try:
            wiring().editing.withdraw(
                training_action_id, reason=reason, token=token(), version=_sent_version(), key=key
            )
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["action-withdrawn"], "success")
            return redirect(f"{HOME}/{training_action_id}")
    sessions = wiring().editing.sessions(training_action_id, token=token())
    page = render_template(
        "editor/withdraw.html", draft=draft, training_sessions=sessions, reason=reason, told=told, key=str(new_id())
    )
    return page, CONFLICT if told else 200
