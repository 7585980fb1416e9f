"""The catalogue: results with filters, and the page of one training action with its reasons."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from chassis.auth import public
from chassis.clock import now
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import person, token
from web.pages.wiring import wiring

CRITERIA = (
    "q", "place", "theme", "type", "delivery_mode", "access", "starts_from", "starts_to", "seats_left", "sort",
)  # fmt: skip
ADVANCED = ("type", "delivery_mode", "access", "starts_from", "starts_to", "seats_left")
LONGEST_KEPT = 600
INVALID = 422
pages = Blueprint("actions", __name__)


def _criteria() -> dict[str, str]:
    found = {name: value for name in CRITERIA if (value := request.args.get(name, "").strip())}
    if "q" not in found:
        found.pop("sort", None)
    return found


def _keep_search(criteria: dict[str, str]) -> None:
    """The last search is kept for a person who is signed in: visitors get no cookie."""
    query = urlencode(criteria)
    if person() and len(query) <= LONGEST_KEPT:
        session["last_search"] = query


def _results(criteria: dict[str, str]) -> tuple[Json, dict[str, Any]]:
    """One page of cards, and the faults of the criteria by name."""
    try:
        return wiring().catalogue.search({**criteria, "cursor": request.args.get("cursor")}), {}
    except Refused as refused:
        if refused.status != INVALID:
            raise
        return {"items": [], "next_cursor": None}, refused.errors


@pages.get("/actions")
@public
def search() -> str | Response:
    """Results; htmx takes the part it needs from the same page. An address is shareable: it names no empty filter."""
    criteria = _criteria()
    is_htmx = "HX-Request" in request.headers
    if not is_htmx and not all(request.args.values()):
        return redirect(_page_url(criteria, "") or "/actions")
    page = make_response(_search_page(criteria))
    if is_htmx:
        page.headers["HX-Push-Url"] = _page_url(criteria, "") or "/actions"
    page.headers["Vary"] = "HX-Request, Cookie"
    return page


def _search_page(criteria: dict[str, str]) -> str:
    found, errors = _results(criteria)
    _keep_search(criteria)
    catalogue = wiring().catalogue
    return render_template(
        "actions/search.html",
        criteria=criteria,
        errors=errors,
        cards=found["items"],
        next_url=_page_url(criteria, found["next_cursor"]),
        first_url=_page_url(criteria, "") if request.args.get("cursor") else None,
        themes=[(entry["code"], entry["label"]) for entry in catalogue.themes()],
        types=[(entry["code"], entry["label"]) for entry in catalogue.types()],
        is_advanced=any(name in criteria for name in ADVANCED),
        modes=labels.catalogue.DELIVERY_MODES,
    )


def _page_url(criteria: dict[str, str], cursor: str | None) -> str | None:
    if cursor is None:
        return None
    return f"/actions?{urlencode({**criteria, 'cursor': cursor} if cursor else criteria)}".removesuffix("?")


def is_to_come(training_session: Json) -> bool:
    """Neither cancelled nor over."""
    is_over = datetime.fromisoformat(training_session["ends_at"]) <= now()
    return training_session["status"] == "scheduled" and not is_over


def verdicts_on(training_sessions: list[Json]) -> dict[str, list[Json]]:
    """For someone who acts as a beneficiary: the verdicts by session; empty for everyone else."""
    found = person()
    if found is None or found.active_role is not Role.BENEFICIARY:
        return {}
    enrolments = wiring().enrolments
    return {
        entry["training_session_id"]: enrolments.verdicts(UUID(entry["training_session_id"]), token=token())
        for entry in training_sessions
    }


@pages.get("/actions/<uuid:training_action_id>")
@public
def show(training_action_id: UUID) -> str:
    """Every datum of an action; « S'inscrire » or why not."""
    action = wiring().catalogue.training_action(training_action_id)
    to_come = [entry for entry in action["sessions"] if is_to_come(entry)]
    past = [entry for entry in action["sessions"] if not is_to_come(entry)]
    found = person()
    return render_template(
        "actions/show.html",
        action=action,
        to_come=to_come,
        past=past,
        verdicts=verdicts_on(to_come),
        beneficiary_offers=found.holds(Role.BENEFICIARY) if found else (),
    )
