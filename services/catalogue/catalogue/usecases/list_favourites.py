"""A person reads their favourites."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalogue.store import personal
from catalogue.usecases.search_training_actions import card_of
from chassis.database import Connection

Position = tuple[datetime, UUID]


def list_favourites(
    connection: Connection, account_id: UUID, *, after: Position | None, limit: int, now: datetime
) -> tuple[list[dict[str, Any]], Position | None]:
    """Cards with `status` and `kept_at`, the latest kept first, and where the next page begins."""
    instant, key = after or (None, None)
    values = {"now": now, "rows": limit + 1, "after_instant": instant, "after_id": key}
    rows = personal.favourites_of(connection, account_id, values=values)
    items = [{**card_of(row), "status": row["status"], "kept_at": row["kept_at"]} for row in rows[:limit]]
    last = items[-1] if len(rows) > limit else None
    return items, (last["kept_at"], last["training_action_id"]) if last else None


def list_favourite_keys(connection: Connection, account_id: UUID) -> list[UUID]:
    """The keys alone, for pages that mark what is kept."""
    return personal.favourite_keys(connection, account_id)
