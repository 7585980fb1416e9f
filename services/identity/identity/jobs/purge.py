"""Remove what is over."""

from datetime import datetime

from chassis.database import transaction
from chassis.logs import log
from identity.usecases.purge_expired import purge_expired

_LOG = log(__name__)


def run(now: datetime) -> None:
    """Codes, token families, sign-ins and counts of failures; says how many of each in the log."""
    with transaction() as session:
        removed = purge_expired(session, now=now)
    _LOG.info("expired things were removed", **removed)
