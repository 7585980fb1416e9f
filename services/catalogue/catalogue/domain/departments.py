"""The departments of the region, by INSEE's codes."""

from catalogue.domain.place_names import place_key

# As `place_key` spells them.
DEPARTMENTS = {
    "16": "charente",
    "17": "charente maritime",
    "19": "correze",
    "23": "creuse",
    "24": "dordogne",
    "33": "gironde",
    "40": "landes",
    "47": "lot et garonne",
    "64": "pyrenees atlantiques",
    "79": "deux sevres",
    "86": "vienne",
    "87": "haute vienne",
}
_CODES = {key: code for code, key in DEPARTMENTS.items()}


def department_named(name: str) -> str | None:
    """The code of the department of that name, however it is spelt."""
    return _CODES.get(place_key(name))
