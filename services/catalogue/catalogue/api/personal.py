"""What a person keeps: favourites, the last search, saved searches."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, jsonify
from marshmallow import ValidationError

from catalogue.api.personal_schemas import (
    CriteriaSchema,
    FavouriteKeysSchema,
    FavouritePageSchema,
    LastSearchSchema,
    SavedSearchChangeSchema,
    SavedSearchInSchema,
    SavedSearchListSchema,
    SavedSearchSchema,
    StopSchema,
)
from catalogue.domain.searches import Search
from catalogue.usecases import keep_last_search, list_favourites, save_search
from catalogue.usecases.keep_favourite import drop_favourite, keep_favourite
from chassis.auth import current_principal, public, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import PageArgs, decode_cursor, encode_cursor, page_headers

blp = Blueprint("personal", __name__, url_prefix="/api/catalogue/v1", description="What a person keeps")


def _me() -> UUID:
    return current_principal().account_id


def _private(body: Any, *, headers: dict[str, str] | None = None) -> Response:
    answer = jsonify(body)
    answer.headers.update(headers or {})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _after(cursor: str | None) -> list_favourites.Position | None:
    parts = decode_cursor(cursor)
    if parts is None:
        return None
    try:
        instant, key = parts
        after = datetime.fromisoformat(instant), UUID(key)
        if after[0].tzinfo is None:
            raise ValueError("an instant without its zone")
    except ValueError as fault:
        raise ValidationError("Not a cursor of this list.", "cursor") from fault
    return after


@blp.get("/my/favourites")
@requires()
@blp.arguments(PageArgs, location="query")
@blp.response(200, FavouritePageSchema)
def read_favourites(asked: dict[str, Any]) -> Response:
    """The actions that I keep, the latest first."""
    with snapshot() as connection:
        items, position = list_favourites.list_favourites(
            connection, _me(), after=_after(asked["cursor"]), limit=asked["limit"], now=now()
        )
    cursor = encode_cursor(position[0].isoformat(), str(position[1])) if position else None
    return _private({"items": items, "next_cursor": cursor}, headers=page_headers(cursor))


@blp.get("/my/favourites/keys")
@requires()
@blp.response(200, FavouriteKeysSchema)
def read_favourite_keys() -> Response:
    """The keys alone, for pages that mark what I keep."""
    with snapshot() as connection:
        keys = list_favourites.list_favourite_keys(connection, _me())
    return _private({"items": keys, "next_cursor": None})


@blp.put("/my/favourites/<uuid:training_action_id>")
@requires()
@blp.response(204)
@blp.alt_response(404, description="Unknown, or never published")
@blp.alt_response(409, description="Too many are kept")
def keep(training_action_id: UUID) -> None:
    """Keep an action; a second time changes nothing."""
    with transaction() as session:
        keep_favourite(session, _me(), training_action_id=training_action_id, now=now())


@blp.delete("/my/favourites/<uuid:training_action_id>")
@requires()
@blp.response(204)
def drop(training_action_id: UUID) -> None:
    """Keep it no longer; nothing happens where it is none."""
    with transaction() as session:
        drop_favourite(session, _me(), training_action_id=training_action_id)


@blp.get("/my/last-search")
@requires()
@blp.response(200, LastSearchSchema)
def read_last_search() -> Response:
    """My last search, from whatever device."""
    with snapshot() as connection:
        criteria = keep_last_search.read_last_search(connection, _me())
    return _private({"criteria": criteria})


@blp.put("/my/last-search")
@requires()
@blp.arguments(CriteriaSchema)
@blp.response(204)
def write_last_search(search: Search) -> None:
    """Keep this search as my last one."""
    with transaction() as session:
        keep_last_search.keep_last_search(session, _me(), search=search, now=now())


@blp.get("/my/saved-searches")
@requires()
@blp.response(200, SavedSearchListSchema)
def read_saved_searches() -> dict[str, Any]:
    """My saved searches, the latest first."""
    with transaction() as session:
        return {"items": save_search.list_saved_searches(session, _me()), "next_cursor": None}


@blp.post("/my/saved-searches")
@requires()
@idempotent
@blp.arguments(SavedSearchInSchema)
@blp.response(201, SavedSearchSchema)
@blp.alt_response(409, description="Too many are kept")
def create_saved_search(asked: dict[str, Any]) -> Any:
    """Save a search; what is new counts from now on."""
    with transaction() as session:
        return save_search.save_search(
            session, _me(), label=asked["label"], search=asked["criteria"], tells=asked["tells"], now=now()
        )


@blp.put("/my/saved-searches/<uuid:saved_search_id>")
@requires()
@blp.arguments(SavedSearchChangeSchema)
@blp.response(200, SavedSearchSchema)
@blp.alt_response(404, description="Unknown, or somebody else's")
def change_saved_search(asked: dict[str, Any], saved_search_id: UUID) -> Any:
    """Rename it, have it tell or not."""
    with transaction() as session:
        return save_search.change_saved_search(
            session, saved_search_id, account_id=_me(), label=asked["label"], tells=asked["tells"], now=now()
        )


@blp.delete("/my/saved-searches/<uuid:saved_search_id>")
@requires()
@blp.response(204)
@blp.alt_response(404, description="Unknown, or somebody else's")
def remove_saved_search(saved_search_id: UUID) -> None:
    """Remove it."""
    with transaction() as session:
        save_search.remove_saved_search(session, saved_search_id, account_id=_me())


@blp.post("/saved-searches/<uuid:saved_search_id>/stop")
@public
@blp.arguments(StopSchema)
@blp.response(204)
@blp.alt_response(404, description="Unknown, or not its key")
def stop_saved_search(asked: dict[str, str], saved_search_id: UUID) -> None:
    """Tell no more by e-mail, for whoever holds the key that the e-mail brought; a second time changes nothing."""
    with transaction() as session:
        save_search.stop_saved_search(session, saved_search_id, unverified_key=asked["key"])
