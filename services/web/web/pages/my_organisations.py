"""A person's own organisations: ask to belong, leave, ask for one that is not in the list."""

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import signed_in, token
from web.pages.my_space_requests import page_urls
from web.pages.organisation_forms import MessageForm, OrganisationForm, PlainForm
from web.pages.organisation_people import say
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

LONGEST_SEARCH = 200
pages = Blueprint("my_organisations", __name__, url_prefix="/mon-espace/structures")
Page = str | Response | tuple[str, int]


@pages.get("")
@signed_in
def mine() -> str:
    """Each affiliation with its state, and what I asked Cap Métiers for."""
    return _mine(PlainForm(formdata=None))[0]


def _mine(form: PlainForm) -> tuple[str, int]:
    asked = wiring().organisations.page("my-referencings", {"limit": 20}, token=token())
    page = render_template(
        "organisations/mine.html",
        me=wiring().accounts.me(token=token()),
        referencings=asked["items"],
        form=form,
    )
    return page, form.answer_status


def _found(typed: str) -> tuple[Json | None, Told | None]:
    """What was found; None where nothing was looked for. A refusal says why nothing can be."""
    if not typed:
        return None, None
    try:
        cursor = request.args.get("cursor")
        return wiring().organisations.search(typed, cursor=cursor, token=token()), None
    except Refused as refused:
        return None, refusal(refused)


@pages.get("/ajouter")
@signed_in
def search() -> Page:
    """By SIRET or by name."""
    typed = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    found, told = _found(typed)
    page = render_template(
        "organisations/search.html",
        typed=typed,
        found=found["items"] if found else None,
        urls=page_urls("/mon-espace/structures/ajouter", {"q": typed}, found["next_cursor"] if found else None),
        told=told,
    )
    return page, 422 if told else 200


@pages.route("/ajouter/<uuid:organisation_id>", methods=["GET", "POST"])
@signed_in
def ask(organisation_id: UUID) -> Page:
    """Ask to belong to the chosen organisation; the words help whoever decides."""
    form, siret = MessageForm(), request.values.get("siret", "")
    words = (form.message.data or "").strip()
    own = wiring().organisations
    if form.sent(lambda: own.ask_to_belong(str(organisation_id), message=words, token=token(), key=form.key.data)):
        say("affiliation-requested")
        return redirect("/mon-espace/structures")
    found, told = _found(siret)
    chosen = [one for one in (found or {"items": []})["items"] if one["organisation_id"] == str(organisation_id)]
    if not chosen:
        abort(404)
    form.told = form.told or told
    page = render_template("organisations/ask.html", organisation=chosen[0], form=form)
    return page, form.answer_status


@pages.post("/<uuid:affiliation_id>/retrait")
@signed_in
def leave(affiliation_id: UUID) -> Page:
    """Leave an organisation, or take a request back."""
    form, own = PlainForm(), wiring().organisations
    if form.sent(lambda: own.decide("affiliations", affiliation_id, decision="withdrawal", body={}, token=token())):
        say("affiliation-left")
        return redirect("/mon-espace/structures")
    return _mine(form)


@pages.route("/referencement", methods=["GET", "POST"])
@signed_in
def referencing() -> Page:
    """« Ma structure n'est pas dans la liste »."""
    return _referencing(OrganisationForm(), corrected=None, reason=None)


@pages.route("/referencement/<uuid:referencing_id>", methods=["GET", "POST"])
@signed_in
def correction(referencing_id: UUID) -> Page:
    """The same, corrected after a refusal: what was written is still there."""
    asked = wiring().organisations.my_referencing(referencing_id, token=token())
    if asked["state"] != "refused":
        return redirect("/mon-espace/structures")
    return _referencing(OrganisationForm(data=asked), corrected=referencing_id, reason=asked["reason"])


def _referencing(form: OrganisationForm, *, corrected: UUID | None, reason: str | None) -> Page:
    own = wiring().organisations
    if form.sent(
        lambda: own.send_referencing(form.organisation(), corrected=corrected, token=token(), key=form.key.data)
    ):
        say("referencing-sent")
        return redirect("/mon-espace/structures")
    page = render_template("organisations/referencing.html", form=form, reason=reason)
    return page, form.answer_status
