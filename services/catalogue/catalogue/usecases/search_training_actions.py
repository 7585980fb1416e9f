"""Anyone searches the published actions."""

from datetime import datetime
from typing import Any

from catalogue.domain.searches import Page, Position, Search, Sort, Stretch
from catalogue.store.search import rows_of, values_of
from chassis.database import Connection

_AFTER = {Stretch.DATED: "after_instant", Stretch.UNDATED: "after_title", Stretch.RANKED: "after_rank"}


def _after(position: Position) -> dict[str, Any]:
    key: object = position.key
    if position.stretch is Stretch.DATED:
        key = position.instant
    elif position.stretch is Stretch.RANKED:
        key = position.rank
    return {_AFTER[position.stretch]: key, "after_id": position.row_id}


def _stretches(search: Search) -> list[Stretch]:
    """What is still to be read, in order."""
    if search.sort is Sort.RELEVANCE and search.text.strip():
        return [Stretch.RANKED]
    undated = [] if search.needs_session else [Stretch.UNDATED]
    if search.after is not None and search.after.stretch is Stretch.UNDATED:
        return undated
    return [Stretch.DATED, *undated]


def _card(row: Any) -> dict[str, Any]:
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
        "next_session": next_session,
    }


def _position(stretch: Stretch, row: Any) -> Position:
    if stretch is Stretch.DATED:
        return Position(stretch=stretch, key=row["begins_at"].isoformat(), row_id=row["training_session_id"])
    key = row["title"] if stretch is Stretch.UNDATED else repr(row["rank"])
    return Position(stretch=stretch, key=key, row_id=row["training_action_id"])


def search_training_actions(connection: Connection, search: Search, *, now: datetime) -> Page:
    """A page of cards. An action with several sessions to come stands once, at the first one that fits.

    A seat count that enrolment has not told yet is the session's capacity.
    """
    values = values_of(search, now=now)
    found: list[tuple[Stretch, Any]] = []
    for stretch in _stretches(search):
        wanted = search.limit + 1 - len(found)
        if wanted <= 0:
            break
        here = search.after is not None and search.after.stretch is stretch
        asked = {**values, **_after(search.after)} if here and search.after else values
        found += [(stretch, row) for row in rows_of(connection, stretch, values=asked, limit=wanted)]
    shown = found[: search.limit]
    return Page(
        items=[_card(row) for _, row in shown],
        next_position=_position(*shown[-1]) if len(found) > search.limit else None,
    )
