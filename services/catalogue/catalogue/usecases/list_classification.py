"""Anyone reads the types and the themes that actions may have."""

from typing import Any

from catalogue.store import pages
from chassis.database import Connection


def _public(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "revision"}


def list_training_action_types(connection: Connection) -> list[dict[str, Any]]:
    """In the order that staff gave them."""
    return [_public(entry) for entry in pages.types(connection)]


def list_themes(connection: Connection) -> list[dict[str, Any]]:
    """In the order that staff gave them."""
    return [_public(entry) for entry in pages.themes(connection)]
