"""Anyone sees how many actions each choice of a search would find."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from catalogue.domain.searches import Search
from catalogue.store.facets import counts_of
from catalogue.store.search_filters import values_of
from catalogue.usecases.search_training_actions import centre_for, corrected_text
from chassis.database import Connection

LISTS = ("themes", "types", "delivery_modes", "access", "durations", "providers")


def count_training_actions(connection: Connection, search: Search, *, now: datetime) -> dict[str, Any]:
    """`total`, `seats_left`, and by list the choices that find something, the most frequent first.

    A text that finds nothing is corrected as the search itself does.

    Raises:
        PlaceUnknown
    """
    centre = centre_for(connection, search)
    counted = counts_of(connection, values_of(search, centre=centre, now=now))
    if not any(row[3] for row in counted) and search.text.strip():
        better = corrected_text(connection, search.text)
        if better is not None:
            counted = counts_of(connection, values_of(replace(search, text=better), centre=centre, now=now))
    found: dict[str, Any] = {name: [] for name in LISTS}
    for name, code, label, count in sorted(counted, key=lambda row: (-row[3], row[2] or "", row[1] or "")):
        if name in found:
            found[name].append({"code": code, "label": label, "count": count})
        else:
            found[name] = count
    return found
