"""Forgets sign-ins that are over."""

from datetime import datetime, timedelta

from chassis.database import transaction
from chassis.logs import log
from web.domain.sign_ins import Limits
from web.usecases.purge_sign_ins import purge_sign_ins

_LOG = log(__name__)
_limits = Limits(idle=timedelta(hours=2), lifetime=timedelta(hours=12))


def bind(limits: Limits) -> None:
    """The limits of this process, from its settings."""
    global _limits
    _limits = limits


def purge(now: datetime) -> None:
    """One round."""
    with transaction() as session:
        removed = purge_sign_ins(session, limits=_limits, now=now)
    _LOG.info("sign-ins were purged", removed=removed)
