"""The departments of Nouvelle-Aquitaine (Code officiel géographique, INSEE)."""

from catalogue.domain.place_names import place_key

DEPARTMENTS = {
    "16": "Charente",
    "17": "Charente-Maritime",
    "19": "Corrèze",
    "23": "Creuse",
    "24": "Dordogne",
    "33": "Gironde",
    "40": "Landes",
    "47": "Lot-et-Garonne",
    "64": "Pyrénées-Atlantiques",
    "79": "Deux-Sèvres",
    "86": "Vienne",
    "87": "Haute-Vienne",
}
_CODES = {place_key(name): code for code, name in DEPARTMENTS.items()}


def department_named(name: str) -> str | None:
    """The code of the department of that name, however it is spelt."""
    return _CODES.get(place_key(name))
