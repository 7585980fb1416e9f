"""An operator loads the communes of the region; what takes place there is found by distance from then on."""

from collections.abc import Iterable

from catalogue.domain.communes import Commune
from catalogue.store import communes as store
from catalogue.store.search_index import index_places
from chassis.database import Session


def keep_communes(session: Session, communes: Iterable[Commune]) -> int:
    """Replace all that are kept, and lay the sessions to their places anew; says how many there are."""
    rows = [
        {
            "insee_code": commune.insee_code,
            "name": commune.name,
            "name_key": commune.name_key,
            "postcodes": sorted(commune.postcodes),
            "latitude": commune.latitude,
            "longitude": commune.longitude,
        }
        for commune in communes
    ]
    kept = store.keep_communes(session, rows)
    index_places(session)
    return kept
