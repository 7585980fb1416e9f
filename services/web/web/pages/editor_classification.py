"""The editor: types and themes, kept by staff."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.rendering import INVALID, Told, refusal
from web.pages.wiring import wiring

CONFLICT = 409
HOME = "/catalogue/types-et-themes"
# What the form names, and what the API names.
KINDS = {"type": "training-action-types", "theme": "themes"}
pages = Blueprint("editor_classification", __name__, url_prefix=HOME)


def _page(
    *, typed: dict[str, Any] | None = None, told: Told | None = None, errors: dict[str, str] | None = None
) -> str:
    found = wiring().editing.classification(token=token())
    return render_template(
        "editor/classification.html",
        classification=found,
        typed=typed,
        told=told,
        errors=errors or {},
        key=str(new_id()),
    )


@pages.get("")
@page_for(Role.STAFF)
def show() -> str:
    """Both lists, each entry in a form of its own."""
    return _page()


def _terms(kind: str, errors: dict[str, str]) -> Json:
    label, rank = request.form.get("label", "").strip(), request.form.get("rank", "").strip() or "0"
    if not label:
        errors["label"] = labels.FORM_ERRORS["entry-label-missing"]
    if not rank.isascii() or not rank.isdigit() or len(rank) > 5:
        errors["rank"] = labels.FORM_ERRORS["rank"]
        rank = "0"
    terms: Json = {"label": label, "rank": int(rank)}
    if kind == "type":
        terms |= {name: name in request.form for name in ("counts_as_formation", "self_paced")}
    return terms


def _save(kind: str, terms: Json) -> None:
    code, version, key = (request.form.get(name, "") for name in ("code", "version", "key"))
    editing = wiring().editing
    read = int(version) if version.isdecimal() and len(version) < 10 else 0
    if not code:
        editing.add_label(KINDS[kind], terms, token=token(), key=key)
    elif "remove" in request.form:
        editing.remove_label(KINDS[kind], code, token=token(), version=read)
    else:
        editing.change_label(KINDS[kind], code, terms=terms, token=token(), version=read)


@pages.post("")
@page_for(Role.STAFF)
def save() -> str | Response | tuple[str, int]:
    """Add, change or remove one entry; what was typed stays where it is refused."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        return _page(), INVALID
    errors: dict[str, str] = {}
    terms = _terms(kind, errors)
    typed = {**request.form.to_dict(), "kind": kind, "code": request.form.get("code", "")}
    if errors:
        return _page(typed=typed, errors=errors), INVALID
    try:
        _save(kind, terms)
    except Refused as refused:
        return _page(typed=typed, told=refusal(refused)), CONFLICT
    said = "label-removed" if "remove" in request.form else "label-saved"
    flash(labels.filled(labels.FLASHES[said], label=terms["label"]), "success")
    return redirect(HOME)
