"""What happens to organisations on a day."""

from datetime import datetime

from chassis.database import transaction
from chassis.errors import DomainError
from chassis.logs import log
from identity.usecases.announce_expiries import announce_expiries
from identity.usecases.apply_change import apply_change, changes_due

_LOG = log(__name__)


def apply_changes(now: datetime) -> None:
    """Accepted changes whose day has come; one that can no longer be applied stays for staff to look at."""
    with transaction() as session:
        due = changes_due(session, now=now)
    for change_report_id, organisation_id in due:
        try:
            with transaction() as session:
                apply_change(session, change_report_id, organisation_id=organisation_id, now=now)
        except DomainError as refusal:
            _LOG.warning("a change cannot be applied", change_report_id=str(change_report_id), code=refusal.code)


def remind_of_expiries(now: datetime) -> None:
    """Memberships that end soon."""
    with transaction() as session:
        said = announce_expiries(session, now=now)
    _LOG.info("expiries were announced", said=said)
