"""Anyone searches the published actions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from catalogue.domain.errors import PlaceUnknown
from catalogue.domain.places import Centre, place_of
from catalogue.domain.search_words import corrected, plain, words_of
from catalogue.domain.searches import FARTHEST_KM, Page, Position, Search, Sort, Stretch
from catalogue.store.communes import centre_of
from catalogue.store.search import rows_of
from catalogue.store.search_filters import values_of
from catalogue.store.vocabulary import are_rare, nearest_words
from chassis.database import Connection

Found = list[tuple[Stretch, Any]]
# Shorter words are near to too many others.
SHORTEST_CORRIGIBLE = 4
_AFTER: Mapping[Stretch, Callable[[Position], dict[str, Any]]] = {
    Stretch.DATED: lambda position: {"after_instant": position.instant},
    Stretch.UNDATED: lambda position: {"after_title": position.key},
    Stretch.RANKED: lambda position: {"after_rank": position.rank},
    Stretch.NEAR: lambda position: {"after_km": position.km, "after_instant": position.instant},
}


def _stretches(search: Search) -> list[Stretch]:
    """What is still to be read, in order."""
    if search.sort is Sort.RELEVANCE and words_of(search.text):
        return [Stretch.RANKED]
    if search.sort is Sort.DISTANCE:
        return [Stretch.NEAR]
    undated = [] if search.needs_session else [Stretch.UNDATED]
    if search.after is not None and search.after.stretch is Stretch.UNDATED:
        return undated
    return [Stretch.DATED, *undated]


def card_of(row: Any) -> dict[str, Any]:
    """A card as doors give it. A seat count that enrolment has not told yet is the session's capacity."""
    session_id = row.get("training_session_id")
    next_session = None
    if session_id is not None:
        told = row["is_full"] is not None
        next_session = {
            "training_session_id": session_id,
            "first_day": row["first_day"],
            "last_day": row["last_day"],
            "remaining_seats": row["remaining_seats"] if told else row["capacity"],
            "is_full": bool(row["is_full"]),
        }
    return {
        "training_action_id": row["training_action_id"],
        "title": row["title"],
        "type": {"code": row["type_code"], "label": row["type_label"]},
        "theme": {"code": row["theme_code"], "label": row["theme_label"]},
        "delivery_mode": row["delivery_mode"],
        "duration_days": str(row["duration_days"]),
        "access": row["access"],
        "first_day": row.get("first_day"),
        "last_day": row.get("last_day"),
        "provider_name": row["provider_name"],
        "city": row.get("city"),
        "distance_km": row.get("km"),
        "next_session": next_session,
    }


def _position(stretch: Stretch, row: Any) -> Position:
    if stretch is Stretch.DATED:
        return Position(stretch=stretch, key=row["begins_at"].isoformat(), row_id=row["training_session_id"])
    if stretch is Stretch.NEAR:
        km = FARTHEST_KM if row["km"] is None else row["km"]
        key = f"{km}@{row['begins_at'].isoformat()}"
        return Position(stretch=stretch, key=key, row_id=row["training_session_id"])
    key = row["title"] if stretch is Stretch.UNDATED else repr(row["rank"])
    return Position(stretch=stretch, key=key, row_id=row["training_action_id"])


def centre_for(connection: Connection, search: Search) -> Centre | None:
    """Where distances are counted from, None where they do not matter.

    Raises:
        PlaceUnknown: they matter, and the place is no commune that we know.
    """
    if not search.is_near:
        return None
    place = place_of(search.place)
    centre = centre_of(connection, place) if place else None
    if centre is None:
        raise PlaceUnknown(figures={"place": search.place}, next_step="choose-a-commune")
    return centre


def _found(connection: Connection, search: Search, *, values: Mapping[str, Any]) -> Found:
    """One row more than a page holds, where there are so many."""
    found: Found = []
    stretches = _stretches(search)
    words = words_of(search.text) if Stretch.DATED in stretches else None
    rare = words is not None and are_rare(connection, [plain(word) for word in words.corrigible])
    for stretch in stretches:
        wanted = search.limit + 1 - len(found)
        if wanted <= 0:
            break
        asked = values
        if search.after is not None and search.after.stretch is stretch:
            asked = {**values, **_AFTER[stretch](search.after), "after_id": search.after.row_id}
        found += [(stretch, row) for row in rows_of(connection, stretch, values=asked, limit=wanted, is_rare=rare)]
    return found


def corrected_text(connection: Connection, text: str) -> str | None:
    """The text with its unknown words replaced by the nearest ones of the catalogue; None where nothing helps."""
    words = words_of(text)
    typed = sorted({plain(word) for word in words.corrigible}) if words else []
    better = nearest_words(connection, [word for word in typed if len(word) >= SHORTEST_CORRIGIBLE]) if typed else {}
    return corrected(text, better) if better else None


def search_training_actions(connection: Connection, search: Search, *, now: datetime) -> Page:
    """A page of cards. An action with several sessions to come stands once, at the first one that fits.

    Where a text finds nothing at all, what is found is that of its correction.

    Raises:
        PlaceUnknown
    """
    centre = centre_for(connection, search)
    found = _found(connection, search, values=values_of(search, centre=centre, now=now))
    better = corrected_text(connection, search.text) if not found and search.text.strip() else None
    if better is not None:
        second = replace(search, text=better)
        found = _found(connection, second, values=values_of(second, centre=centre, now=now))
    shown = found[: search.limit]
    return Page(
        items=[card_of(row) for _, row in shown],
        next_position=_position(*shown[-1]) if len(found) > search.limit else None,
        corrected_text=better if found else None,
    )
