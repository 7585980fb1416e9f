"""Accounts that nobody uses."""

from datetime import datetime

from chassis.database import transaction
from chassis.errors import DomainError
from chassis.logs import log
from identity.usecases.notice_inactivity import close_inactive, due_for_closing, notice_inactivity

_LOG = log(__name__)


def run(now: datetime) -> None:
    """Tell, then close those who were told; one that cannot be closed does not stop the others."""
    with transaction() as session:
        told = notice_inactivity(session, now=now)
        due = due_for_closing(session, now=now)
    closed = 0
    for account_id in due:
        try:
            with transaction() as session:
                close_inactive(session, account_id, now=now)
            closed += 1
        except DomainError as refusal:
            _LOG.warning("an inactive account is not closed", account_id=str(account_id), code=refusal.code)
    if told or due:
        _LOG.info("inactive accounts were looked at", told=told, closed=closed)
