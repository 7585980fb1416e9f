"""Other systems take the published catalogue in LHÉO 2.3."""

from collections.abc import Iterator
from datetime import datetime

from catalogue.rendering import lheo_writing
from catalogue.store import exports
from chassis.database import Connection
from chassis.errors import NotFound


def fingerprint_of_export(connection: Connection, *, now: datetime) -> str:
    """Changes when the document would.

    Raises:
        NotFound: nothing is published; LHÉO knows no empty catalogue.
    """
    found = exports.fingerprint(connection, now=now)
    if found is None:
        raise NotFound()
    return found


def export_catalogue(connection: Connection, *, site: str, now: datetime) -> Iterator[str]:
    """The document, an action at a time; `connection` stays open until its end."""
    found = exports.published(connection, now=now)
    formations = (lheo_writing.formation(row, sessions, site=site, now=now) for row, sessions in found)
    return lheo_writing.document(formations)
