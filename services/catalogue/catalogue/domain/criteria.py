"""The filters of a search as they are kept: JSON values under the names of the public search's parameters."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from catalogue.domain.searches import Search, Sort
from catalogue.domain.training_actions import Access, DeliveryMode

_TEXTS = {"q": "text", "place": "place"}
_FLAGS = ("no_remote", "seats_left", "upcoming")
_LISTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "theme": ("themes", str),
    "type": ("types", str),
    "delivery_mode": ("delivery_modes", DeliveryMode),
    "provider_organisation_id": ("providers", UUID),
}
_SINGLE: dict[str, Callable[[Any], Any]] = {
    "access": Access,
    "duration": str,
    "within_km": int,
    "starts_from": date.fromisoformat,
    "starts_to": date.fromisoformat,
}


def criteria_of(search: Search) -> dict[str, Any]:
    """What filters, and the order where it is not the usual one; neither paging nor what is off."""
    kept: dict[str, Any] = {name: text for name, field in _TEXTS.items() if (text := getattr(search, field).strip())}
    kept |= {name: True for name in _FLAGS if getattr(search, name)}
    kept |= {
        name: [str(entry) for entry in entries]
        for name, (field, _) in _LISTS.items()
        if (entries := getattr(search, field))
    }
    for name in _SINGLE:
        value = getattr(search, name)
        if value is not None:
            kept[name] = value if isinstance(value, int) else str(value)
    return kept if search.sort is Sort.DATE else {**kept, "sort": search.sort.value}


def search_of(criteria: Mapping[str, Any], *, news_since: datetime | None = None, limit: int = 20) -> Search:
    """The search that was kept, in the order of dates; with `news_since`, what was announced later only."""
    values: dict[str, Any] = {field: criteria.get(name, "") for name, field in _TEXTS.items()}
    values |= {name: bool(criteria.get(name)) for name in _FLAGS}
    for name, (field, made) in _LISTS.items():
        values[field] = tuple(made(entry) for entry in criteria.get(name, ()))
    for name, made_of in _SINGLE.items():
        values[name] = made_of(criteria[name]) if name in criteria else None
    return Search(**values, news_since=news_since, limit=limit)
