"""The search: results with filters that answer as one types, communes to choose from, addresses for search engines."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from chassis.auth import public
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused, SignInEnded, Unreachable
from web.pages.access import person, token
from web.pages.criteria import Criteria, address_of, asked, kept_of
from web.pages.wiring import wiring

LONGEST_KEPT = 1_000
INVALID = 422
PLACE_UNKNOWN = "place-unknown"
# The lists of the page, and what the catalogue's counts call them.
_COUNTED = {
    "theme": "themes",
    "type": "types",
    "delivery_mode": "delivery_modes",
    "access": "access",
    "duration": "durations",
    "provider_organisation_id": "providers",
}
# Filters behind « Plus de filtres ».
ADVANCED = ("access", "duration", "starts_from", "starts_to", "provider_organisation_id", "no_remote")
pages = Blueprint("searching", __name__)


def _keep(criteria: Criteria) -> None:
    """The last search is kept for a person who is signed in: visitors get no cookie. It never breaks a page."""
    query = urlencode(criteria, doseq=True)
    if person() is None or session.get("last_search") == query or len(query) > LONGEST_KEPT:
        return
    session["last_search"] = query
    try:
        wiring().catalogue.keep_last_search(kept_of(criteria), token=token())
    except (Refused, Unreachable, SignInEnded):
        return


def _results(criteria: Criteria) -> tuple[Json, dict[str, Any]]:
    """One page of cards, and the faults of the criteria by name."""
    try:
        return wiring().catalogue.search({**criteria, "cursor": request.args.get("cursor")}), {}
    except Refused as refused:
        if refused.status != INVALID:
            raise
        faults = refused.errors or {"place": labels.explained(refused.code, refused.figures)}
        return {"items": [], "next_cursor": None}, faults


def _counts(criteria: Criteria, *, errors: Mapping[str, Any]) -> Json | None:
    """How many each choice finds; the page goes on without where they are not to be had."""
    if errors:
        return None
    try:
        return wiring().catalogue.facets(criteria)
    except (Refused, Unreachable):
        return None


Choice = dict[str, Any]


def _choices(name: str, known: Sequence[tuple[str, str]], *, criteria: Criteria, counts: Json | None) -> list[Choice]:
    """Every choice of a list with its count, in the order of `known`; what the counts alone know follows."""
    counted = {entry["code"]: entry for entry in (counts or {}).get(_COUNTED[name], [])}
    names = dict(known) | {code: entry["label"] for code, entry in counted.items() if code not in dict(known)}
    value = criteria.get(name, [])
    chosen = value if isinstance(value, list) else [value]
    return [
        {
            "code": code,
            "label": label or code,
            "count": counted.get(code, {"count": 0})["count"] if counts else None,
            "is_chosen": code in chosen,
        }
        for code, label in names.items()
    ]


def _all_choices(criteria: Criteria, counts: Json | None) -> dict[str, list[Choice]]:
    catalogue = wiring().catalogue
    known: dict[str, Sequence[tuple[str, str]]] = {
        "theme": [(entry["code"], entry["label"]) for entry in catalogue.themes()],
        "type": [(entry["code"], entry["label"]) for entry in catalogue.types()],
        "delivery_mode": list(labels.catalogue.DELIVERY_MODES.items()),
        "access": list(labels.catalogue.ACCESSES.items()),
        "duration": list(labels.searching.DURATIONS.items()),
        "provider_organisation_id": [],
    }
    return {name: _choices(name, list_, criteria=criteria, counts=counts) for name, list_ in known.items()}


def favourite_keys() -> list[str]:
    """The actions that a beneficiary keeps; pages go on without them."""
    found = person()
    if found is None or found.active_role is not Role.BENEFICIARY:
        return []
    try:
        return wiring().catalogue.favourite_keys(token=token())
    except (Refused, Unreachable):
        return []


def _search_page(criteria: Criteria) -> str:
    found, errors = _results(criteria)
    if not errors:
        _keep(criteria)
    counts = _counts(criteria, errors=errors)
    return render_template(
        "searching/results.html",
        criteria=criteria,
        errors=errors,
        cards=found["items"],
        corrected=found.get("corrected_text"),
        total=counts["total"] if counts else None,
        seats_left=counts["seats_left"] if counts else None,
        choices=_all_choices(criteria, counts),
        next_url=address_of(criteria, cursor=found["next_cursor"]) if found["next_cursor"] else None,
        first_url=address_of(criteria) if request.args.get("cursor") else None,
        is_advanced=any(name in criteria for name in ADVANCED),
        favourites=favourite_keys(),
        query=urlencode(criteria, doseq=True),
    )


@pages.get("/actions")
@public
def search() -> str | AnyResponse:
    """Results; htmx takes the parts it needs from the same page. An address is shareable: it names no empty filter."""
    criteria = asked()
    is_htmx = "HX-Request" in request.headers
    cursor = request.args.get("cursor")
    if not is_htmx and not all(request.args.values()):
        return redirect(address_of(criteria, cursor=cursor))
    page = make_response(_search_page(criteria))
    if is_htmx:
        page.headers["HX-Push-Url"] = address_of(criteria, cursor=cursor)
    page.headers["Vary"] = "HX-Request, Cookie"
    return page


@pages.get("/actions/communes")
@public
def communes() -> str:
    """Communes that begin as typed, for the field of the place."""
    try:
        found = wiring().catalogue.communes(request.args.get("place", ""))
    except (Refused, Unreachable):
        found = []
    return render_template("searching/communes.html", communes=found)


@pages.get("/robots.txt")
@public
def robots() -> Response:
    """Where search engines may look, and the list of all actions."""
    site = wiring().site
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ("/mon-espace", "/profil", "/connexion", "/api/"))]
    lines += ["Allow: /api/catalogue/v1/sitemap.xml", f"Sitemap: {site}/api/catalogue/v1/sitemap.xml", ""]
    answer = Response("\n".join(lines), mimetype="text/plain")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
