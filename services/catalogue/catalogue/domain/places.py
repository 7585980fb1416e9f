"""A place as people type it: a commune, a department, or the first digits of a postcode."""

import re
from dataclasses import dataclass

from catalogue.domain.departments import department_named
from catalogue.domain.place_names import place_key

# What no commune begins with: a place of signs only.
_NOWHERE = "-"
# « La Rochelle (17000) », as the suggestions write it.
_SUGGESTED = re.compile(r"^\s*(?P<name>[^()]+?)\s*\(\s*(?P<postcode>\d{2,5})\s*\)\s*$")
_DIGITS = re.compile(r"^\s*(?P<postcode>\d{2,5})\s*$")


@dataclass(frozen=True, kw_only=True)
class Place:
    """`city`: how the key of a commune begins. `postcode`: how a postcode begins. Both given: both must hold."""

    city: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, kw_only=True)
class Centre:
    """A commune's coordinates, in degrees."""

    name: str
    latitude: float
    longitude: float


def place_of(text: str) -> Place | None:
    """None where nothing was typed."""
    if not text.strip():
        return None
    if found := _DIGITS.match(text):
        return Place(postcode=found["postcode"])
    if found := _SUGGESTED.match(text):
        named = place_of(found["name"])
        return Place(city=named.city if named else None, postcode=found["postcode"])
    if code := department_named(text):
        return Place(postcode=code)
    return Place(city=place_key(text) or _NOWHERE)
