"""Staff keep the platforms that rely on the Cap Métiers account."""

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.my_space_requests import page_urls
from web.pages.platform_forms import ChangedPlatformForm, NewPlatformForm, SecretForm
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

HOME = "/cap-metiers/plateformes"
CONFLICT, INVALID = 409, 422
WITH_SECRET = ("client_secret_basic", "client_secret_post")
pages = Blueprint("platforms", __name__, url_prefix=HOME)


def _told(refused: Refused) -> Told:
    """The refusal with the rule that was broken, in words."""
    reason = labels.platforms.REASONS.get(str(refused.figures.get("reason")))
    if reason:
        refused.figures["why"] = reason
    return refusal(refused)


@pages.get("")
@page_for(Role.STAFF)
def show_all() -> str:
    """Every platform."""
    found = wiring().platforms.page(cursor=request.args.get("cursor"), token=token())
    urls = page_urls(HOME, {}, found["next_cursor"])
    return render_template("platforms/list.html", platforms=found["items"], urls=urls)


@pages.route("/nouvelle", methods=["GET", "POST"])
@page_for(Role.STAFF)
def register() -> Response | tuple[str, int]:
    """The form, and its sending; whoever has a secret reads it next, this once."""
    form, told = NewPlatformForm(), None
    if form.validate_on_submit():
        try:
            made = wiring().platforms.register(form.wanted(), token=token(), key=form.key.data)
        except Refused as refused:
            told = _told(refused)
        else:
            flash(labels.filled(labels.FLASHES["platform-registered"], name=made["name"]), "success")
            if made["auth_method"] in WITH_SECRET:
                return _secret_page(made, keeps_old=False)
            return redirect(f"{HOME}/{made['client_id']}")
    status = CONFLICT if told else INVALID if form.errors else 200
    return render_template("platforms/edit.html", form=form, platform=None, told=told), status


@pages.get("/<client_id>")
@page_for(Role.STAFF)
def show(client_id: str) -> str:
    """One platform, with what can be done about it."""
    return _page(wiring().platforms.one(client_id, token=token()))


def _page(platform: Json, *, form: SecretForm | None = None, told: Told | None = None) -> str:
    client_id = platform["client_id"]
    found = wiring().platforms.history(client_id, cursor=request.args.get("cursor"), token=token())
    return render_template(
        "platforms/show.html",
        platform=platform,
        form=form or SecretForm(),
        told=told,
        history=found["items"],
        urls=page_urls(f"{HOME}/{client_id}", {}, found["next_cursor"]),
    )


@pages.route("/<client_id>/modifier", methods=["GET", "POST"])
@page_for(Role.STAFF)
def change(client_id: str) -> Response | tuple[str, int]:
    """Say its terms anew; what somebody else wrote meanwhile is not overwritten."""
    platform = wiring().platforms.one(client_id, token=token())
    if platform["is_operators"]:
        abort(403)
    form, told = ChangedPlatformForm.of(platform), None
    if form.validate_on_submit():
        try:
            terms, version = form.terms(), int(form.version.data)
            changed = wiring().platforms.change(client_id, terms, version=version, token=token())
        except Refused as refused:
            told = _told(refused)
        else:
            flash(labels.filled(labels.FLASHES["platform-changed"], name=changed["name"]), "success")
            return redirect(f"{HOME}/{client_id}")
    status = CONFLICT if told else INVALID if form.errors else 200
    return render_template("platforms/edit.html", form=form, platform=platform, told=told), status


def _secret_page(platform: Json, *, keeps_old: bool) -> Response:
    """Never kept by the browser: the secret is told this once."""
    told: dict[str, Any] = wiring().platforms.give_secret(platform["client_id"], keeps_old=keeps_old, token=token())
    answer = make_response(render_template("platforms/secret.html", platform=platform, told=told))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@pages.post("/<client_id>/secret")
@page_for(Role.STAFF)
def replace_secret(client_id: str) -> Response | tuple[str, int]:
    """A new secret; the old one stays a day, or ends at once."""
    form = SecretForm()
    platform = wiring().platforms.one(client_id, token=token())
    if not form.validate_on_submit():
        return _page(platform, form=form), INVALID
    try:
        return _secret_page(platform, keeps_old=form.old.data == "keep")
    except Refused as refused:
        return _page(platform, told=_told(refused)), CONFLICT


@pages.post("/<client_id>/activation")
@page_for(Role.STAFF)
def disable(client_id: str) -> Response | tuple[str, int]:
    """Disable or enable, as the button says."""
    is_disabled = request.form.get("decision") == "disable"
    try:
        changed = wiring().platforms.disable(client_id, is_disabled=is_disabled, token=token())
    except Refused as refused:
        return _page(wiring().platforms.one(client_id, token=token()), told=_told(refused)), CONFLICT
    said = "platform-disabled" if is_disabled else "platform-enabled"
    flash(labels.filled(labels.FLASHES[said], name=changed["name"]), "success")
    return redirect(f"{HOME}/{client_id}")
