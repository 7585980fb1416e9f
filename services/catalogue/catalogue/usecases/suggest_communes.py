"""Anyone finds a commune while typing its name or postcode."""

from typing import Any

from catalogue.domain.places import place_of
from catalogue.store.communes import communes_like
from chassis.database import Connection


def suggest_communes(connection: Connection, text: str, *, limit: int) -> list[dict[str, Any]]:
    """Communes that begin so; none for an empty text."""
    place = place_of(text)
    return communes_like(connection, place, limit=limit) if place else []
