"""Communes: where a place is, and names that begin as typed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Integer, Text, any_, bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalogue.domain.places import Centre, Place
from catalogue.store.search_tables import COMMUNES

_C = COMMUNES.c
_CITY = bindparam("city", type_=Text)
_POSTCODE = bindparam("postcode", type_=Text)

_CENTRE = (
    select(_C.name, _C.latitude, _C.longitude)
    .where(
        or_(_CITY.is_(None), _C.name_key == _CITY),
        or_(_POSTCODE.is_(None), any_(_C.postcodes) == _POSTCODE),
    )
    .order_by(func.length(_C.name), _C.insee_code)
    .limit(1)
)
_SUGGESTED = (
    select(_C.insee_code, _C.name, _C.postcodes)
    .where(
        or_(_CITY.is_(None), _C.name_key.like(_CITY)),
        or_(_POSTCODE.is_(None), func.array_to_string(_C.postcodes, " ").op("~")(_POSTCODE)),
    )
    .order_by(func.length(_C.name_key), _C.name_key, _C.insee_code)
    .limit(bindparam("rows", type_=Integer))
)


def centre_of(connection: Connection, place: Place) -> Centre | None:
    """The commune that a place names, None where it names none or no single one (half a name, a department)."""
    if place.city is None and len(place.postcode or "") != 5:  # a whole postcode
        return None
    row = connection.execute(_CENTRE, {"city": place.city, "postcode": place.postcode}).first()
    return Centre(name=row.name, latitude=row.latitude, longitude=row.longitude) if row else None


def communes_like(connection: Connection, place: Place, *, limit: int) -> list[dict[str, Any]]:
    """Communes whose name or postcode begins so, the shortest names first."""
    values = {
        "city": f"{place.city}%" if place.city else None,
        "postcode": rf"\m{place.postcode}" if place.postcode else None,
        "rows": limit,
    }
    return [
        {"insee_code": row.insee_code, "name": row.name, "postcode": min(row.postcodes)}
        for row in connection.execute(_SUGGESTED, values)
    ]


def keep_communes(session: Session, rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert or overwrite each, and forget all others; says how many are kept."""
    kept = list(rows)
    for start in range(0, len(kept), 1000):
        statement = insert(COMMUNES).values(kept[start : start + 1000])
        columns = ("name", "name_key", "postcodes", "latitude", "longitude")
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["insee_code"], set_={name: statement.excluded[name] for name in columns}
            )
        )
    session.execute(delete(COMMUNES).where(_C.insee_code.not_in([row["insee_code"] for row in kept])))
    return len(kept)
