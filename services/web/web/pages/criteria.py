"""The filters of the search page: as they stand in its address, as the catalogue takes them, as people read them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from web import labels
from web.pages.formats import short_day

TEXTS = ("q", "place")
LISTS = ("theme", "type", "delivery_mode", "provider_organisation_id")
FLAGS = ("no_remote", "seats_left", "upcoming")
SINGLE = ("within_km", "access", "duration", "starts_from", "starts_to", "sort")
NAMES = (*TEXTS, *LISTS, *FLAGS, *SINGLE)
MOST_CODES = 20
Criteria = dict[str, str | list[str]]
# Sorts that need something to sort by.
_NEEDS = {"relevance": "q", "distance": "place"}


def criteria_of(values: MultiDict[str, str]) -> Criteria:
    """What is filled in; an order or a distance without what it needs is left out."""
    found: Criteria = {}
    for name in NAMES:
        entries = [text for entry in values.getlist(name) if (text := entry.strip())]
        if entries:
            found[name] = list(dict.fromkeys(entries))[:MOST_CODES] if name in LISTS else entries[0]
    if found.get("sort") == "date" or _NEEDS.get(str(found.get("sort")), "sort") not in found:
        found.pop("sort", None)
    if "place" not in found:
        found.pop("within_km", None)
    return found


def asked() -> Criteria:
    """Those of this request's address."""
    return criteria_of(request.args)


def address_of(criteria: Mapping[str, Any], *, cursor: str | None = None) -> str:
    """The shareable address of a search, or of a further page of it."""
    query = urlencode({**criteria, **({"cursor": cursor} if cursor else {})}, doseq=True)
    return f"/actions?{query}" if query else "/actions"


def kept_of(criteria: Criteria) -> dict[str, Any]:
    """As the catalogue keeps them: flags are true, kilometres a number."""
    kept: dict[str, Any] = {name: True if name in FLAGS else value for name, value in criteria.items()}
    if str(kept.get("within_km", "")).isdecimal():
        kept["within_km"] = int(kept["within_km"])
    return kept


def address_of_kept(kept: Mapping[str, Any]) -> str:
    """The address of what the catalogue kept."""
    return address_of({name: "true" if value is True else value for name, value in kept.items()})


def _named(codes: Any, names: Mapping[str, str]) -> list[str]:
    listed = codes if isinstance(codes, list) else [codes]
    return [names.get(code, code) for code in listed if code]


def _day(value: Any) -> str | None:
    try:
        return short_day(str(value))
    except ValueError:
        return None


def described(kept: Mapping[str, Any], *, themes: Mapping[str, str], types: Mapping[str, str]) -> list[str]:
    """A search in words, one part a filter; what has no words is left out."""
    words = labels.searching
    parts = [labels.filled(words.QUOTED, text=kept["q"])] if kept.get("q") else []
    if kept.get("within_km"):
        parts.append(labels.filled(words.WITHIN, place=kept.get("place"), km=kept["within_km"]))
    elif kept.get("place"):
        parts.append(str(kept["place"]))
    for name, names in (("theme", themes), ("type", types), ("delivery_mode", labels.catalogue.DELIVERY_MODES)):
        parts += _named(kept.get(name, []), names)
    parts += _named(kept.get("access"), labels.catalogue.ACCESSES) + _named(kept.get("duration"), words.DURATIONS)
    for name, sentence in words.DESCRIBED.items():
        if kept.get(name):
            parts.append(labels.filled(sentence, day=_day(kept[name])))
    return parts or [words.EVERY_ACTION]
