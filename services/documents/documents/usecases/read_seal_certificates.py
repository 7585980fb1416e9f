"""Who wants to trust a seal needs its certificate, also after the key changed."""

from collections.abc import Sequence
from typing import Any

from chassis.database import Connection
from documents.store import seal_certificates


def read_seal_certificates(connection: Connection) -> Sequence[dict[str, Any]]:
    """Every certificate that sealed a document here, newest first."""
    return [dict(row) for row in seal_certificates.all_of(connection)]
