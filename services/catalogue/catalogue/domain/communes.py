"""Communes as the open datasets write them, one line a commune and postcode.

Two layouts are read, told by the heading: La Poste's « Base officielle des codes postaux » (semicolons, coordinates in
one column) and data.gouv.fr's « Communes de France » (commas, two columns of coordinates).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from catalogue.domain.departments import DEPARTMENTS
from catalogue.domain.place_names import place_key

_INSEE = ("code_commune_insee", "code_commune")
_NAME = ("nom_commune_complet", "nom_de_la_commune", "nom_commune", "nom_commune_postal")
_POSTCODE = ("code_postal",)
_POINT = ("_geopoint", "coordonnees_gps", "coordonnees_geographiques")
# Articles and prepositions, which stay small inside a name.
_SMALL_LETTERS = 3
_SAINTS = {"st": "Saint", "ste": "Sainte"}


@dataclass(kw_only=True)
class Commune:
    """`insee_code` has five signs; degrees."""

    insee_code: str
    name: str
    latitude: float
    longitude: float
    postcodes: set[str] = field(default_factory=set)

    @property
    def name_key(self) -> str:
        """What its spellings share."""
        return place_key(self.name)


def _value(row: Mapping[str, str], names: Iterable[str]) -> str:
    return next((row[name].strip() for name in names if (row.get(name) or "").strip()), "")


def _written(name: str) -> str:
    """« ST JEAN D ANGELY » as people write it; what has small letters already stays."""
    if not name.isupper():
        return name
    words = [word if len(word) <= _SMALL_LETTERS else word.capitalize() for word in name.lower().split()]
    full = " ".join(_SAINTS.get(word, word) for word in words)
    return re.sub(r"\b([dl]) (?=\w)", r"\1'", full[:1].upper() + full[1:])


def _degrees(row: Mapping[str, str]) -> tuple[float, float]:
    point = _value(row, _POINT)
    latitude, _, longitude = point.partition(",")
    if not point:
        latitude, longitude = _value(row, ("latitude",)), _value(row, ("longitude",))
    north, east = float(latitude), float(longitude)
    if not (-90 <= north <= 90 and -180 <= east <= 180):  # degrees
        raise ValueError("no place on Earth")
    return north, east


def heading(names: Iterable[str]) -> list[str]:
    """The names of the columns, as both layouts share them.

    Raises:
        ValueError: a column that is needed is missing.
    """
    plain = [place_key(name.lstrip("#\ufeff").replace("_", " ")).replace(" ", "_") for name in names]
    plain = ["_geopoint" if name == "geopoint" else name for name in plain]
    has_point = bool(set(_POINT) & set(plain)) or {"latitude", "longitude"} <= set(plain)
    if not has_point or not (set(_INSEE) & set(plain) and set(_NAME) & set(plain) and set(_POSTCODE) & set(plain)):
        raise ValueError("neither layout: a code, a name, a postcode and coordinates are needed")
    return plain


def communes_of(rows: Iterable[tuple[int, Mapping[str, str]]], *, faults: list[int]) -> Iterator[Commune]:
    """The communes of Nouvelle-Aquitaine; `faults` gets the numbers of lines that tell none."""
    found: dict[str, Commune] = {}
    for number, row in rows:
        code, postcode = _value(row, _INSEE).zfill(5), _value(row, _POSTCODE).zfill(5)
        if code[:2] not in DEPARTMENTS:
            continue
        try:
            north, east = _degrees(row)
        except ValueError:
            faults.append(number)
            continue
        name = _written(_value(row, _NAME))
        if not name or not re.fullmatch(r"[0-9]{5}", postcode) or not re.fullmatch(r"[0-9]{5}", code):
            faults.append(number)
            continue
        kept = found.setdefault(code, Commune(insee_code=code, name=name, latitude=north, longitude=east))
        kept.postcodes.add(postcode)
    yield from found.values()
