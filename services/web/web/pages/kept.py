"""What a person keeps: « Mes Favoris », the last search, saved searches; and the way out of their e-mails."""

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session
from werkzeug.wrappers import Response

from chassis.auth import public
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import local_address, page_for, signed_in, token
from web.pages.criteria import address_of_kept, asked, criteria_of, described, kept_of
from web.pages.rendering import refusal
from web.pages.wiring import wiring

LONGEST_LABEL = 80
SAVED = "/mon-espace/recherches-enregistrees"
INVALID, GONE = 422, 404
pages = Blueprint("kept", __name__)


def _words() -> tuple[dict[str, str], dict[str, str]]:
    catalogue = wiring().catalogue
    themes = {entry["code"]: entry["label"] for entry in catalogue.themes()}
    return themes, {entry["code"]: entry["label"] for entry in catalogue.types()}


@pages.get("/mon-espace/recherche")
@signed_in
def back_to_search() -> Response:
    """The search engine with the last search: this browser's, else that of the person's other devices."""
    if "last_search" in session:
        query = session["last_search"]
        return redirect(f"/actions?{query}" if query else "/actions")
    try:
        kept = wiring().catalogue.last_search(token=token())
    except (Refused, Unreachable):
        kept = None
    return redirect(address_of_kept(kept or {}))


@pages.get("/mon-espace/favoris")
@page_for(Role.BENEFICIARY)
def favourites() -> str:
    """The actions that the person keeps, the latest first."""
    found = wiring().catalogue.favourites(request.args.get("cursor"), token=token())
    cursor = found["next_cursor"]
    return render_template(
        "my_space/favourites.html",
        cards=found["items"],
        next_url=f"/mon-espace/favoris?{urlencode({'cursor': cursor})}" if cursor else None,
        first_url="/mon-espace/favoris" if request.args.get("cursor") else None,
    )


@pages.post("/actions/<uuid:training_action_id>/favori")
@page_for(Role.BENEFICIARY)
def keep(training_action_id: UUID) -> str | Response:
    """Keep an action or no longer, and go back to where it was pressed."""
    catalogue, back = wiring().catalogue, local_address(request.form.get("suite"), otherwise="/mon-espace/favoris")
    try:
        if request.form.get("garder") == "non":
            catalogue.drop_favourite(training_action_id, token=token())
            flash(labels.FLASHES["favourite-dropped"])
        else:
            catalogue.keep_favourite(training_action_id, token=token())
            flash(labels.FLASHES["favourite-kept"])
    except Refused as refused:
        flash(refusal(refused).why, "danger")
    return redirect(back)


def _saved(entry: Json, words: tuple[dict[str, str], dict[str, str]]) -> Json:
    themes, types = words
    parts = described(entry["criteria"], themes=themes, types=types)
    return {**entry, "address": address_of_kept(entry["criteria"]), "parts": parts}


@pages.get(SAVED)
@page_for(Role.BENEFICIARY)
def saved_searches() -> str:
    """All of them, each with what it asks and whether it tells."""
    words = _words()
    found = wiring().catalogue.saved_searches(token=token())
    return render_template("my_space/saved_searches.html", saved=[_saved(entry, words) for entry in found])


def _form(*, label: str, tells: bool, error: str | None, told: object = None) -> str:
    themes, types = _words()
    kept = kept_of(asked())
    return render_template(
        "my_space/save_search.html",
        parts=described(kept, themes=themes, types=types),
        query=urlencode(asked(), doseq=True),
        label=label,
        tells=tells,
        error=error,
        told=told,
    )


@pages.get(f"{SAVED}/nouvelle")
@page_for(Role.BENEFICIARY)
def new_saved_search() -> str:
    """Name a search to keep it; its filters stand in the address, as on the search page."""
    themes, types = _words()
    proposed = ", ".join(described(kept_of(asked()), themes=themes, types=types))[:LONGEST_LABEL]
    return _form(label=proposed, tells=True, error=None)


def _label_fault(label: str) -> str | None:
    if not label:
        return labels.FORM_ERRORS["label-missing"]
    return labels.FORM_ERRORS["label-too-long"] if len(label) > LONGEST_LABEL else None


@pages.post(f"{SAVED}/nouvelle")
@page_for(Role.BENEFICIARY)
def save_search() -> tuple[str, int] | Response:
    """Keep it; what is new counts from now on."""
    label, tells = request.form.get("label", "").strip(), request.form.get("tells") == "oui"
    if fault := _label_fault(label):
        return _form(label=label, tells=tells, error=fault), INVALID
    body = {"label": label, "tells": tells, "criteria": kept_of(criteria_of(request.args))}
    try:
        wiring().catalogue.save_search(body, token=token(), idempotency_key=request.form.get("key", ""))
    except Refused as refused:
        return _form(label=label, tells=tells, error=None, told=refusal(refused)), refused.status
    flash(labels.FLASHES["search-saved"])
    return redirect(SAVED)


@pages.post(f"{SAVED}/<uuid:saved_search_id>")
@page_for(Role.BENEFICIARY)
def change_saved_search(saved_search_id: UUID) -> Response:
    """Rename it, have it tell or not, or remove it."""
    catalogue = wiring().catalogue
    try:
        if request.form.get("geste") == "supprimer":
            catalogue.remove_saved_search(saved_search_id, token=token())
            flash(labels.FLASHES["search-removed"])
            return redirect(SAVED)
        label = request.form.get("label", "").strip()
        if fault := _label_fault(label):
            flash(fault, "danger")
            return redirect(SAVED)
        body = {"label": label, "tells": request.form.get("tells") == "oui"}
        catalogue.change_saved_search(saved_search_id, body, token=token())
        flash(labels.FLASHES["search-changed"])
    except Refused as refused:
        if refused.status != GONE:
            raise
        flash(labels.PROBLEMS["not-found"], "danger")
    return redirect(SAVED)


@pages.get("/recherches-enregistrees/<uuid:saved_search_id>/arreter")
@public
def ask_to_stop(saved_search_id: UUID) -> str:
    """The link of an e-mail: programs that follow links change nothing, a person presses the button."""
    return render_template("searching/stop.html", saved_search_id=saved_search_id, key=request.args.get("cle", ""))


@pages.post("/recherches-enregistrees/<uuid:saved_search_id>/arreter")
@public
def stop(saved_search_id: UUID) -> str | tuple[str, int]:
    """No more e-mails for this search, without signing in."""
    key = request.form.get("cle", "")
    try:
        wiring().catalogue.stop_saved_search(saved_search_id, key)
    except Refused as refused:
        if refused.status not in (GONE, INVALID):
            raise
        return render_template("searching/stop.html", saved_search_id=saved_search_id, key=key, is_wrong=True), GONE
    return render_template("searching/stop.html", saved_search_id=saved_search_id, key=key, is_done=True)
