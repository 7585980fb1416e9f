"""What the clock calls. Each subject has a transaction of its own, so that one that fails holds up no other."""

from datetime import datetime

from prometheus_client import Gauge

from chassis.database import transaction
from chassis.jobs import Job
from chassis.logs import log
from enrolment.usecases import find_due, reconcile_counts
from enrolment.usecases.drop_lost_requests import drop_requests_of_organisation
from enrolment.usecases.expire_undecided import expire_undecided
from enrolment.usecases.follow_training_session import call_off

EXPIRE_EVERY_S = 300
PROMOTE_EVERY_S = 60
RECONCILE_EVERY_S = 900
MISCOUNTED = Gauge(
    "parcourspro_counts_set_right", "Counts of seats and rights set right by the last run", multiprocess_mode="max"
)
_LOG = log(__name__)


def expire(now: datetime) -> None:
    """Sessions begin: what nobody decided expires."""
    with transaction() as session:
        due = find_due.sessions_to_expire(session, now=now)
    for training_session_id in due:
        with transaction() as session:
            count = expire_undecided(session, training_session_id, now=now)
        _LOG.info("undecided requests expired", training_session_id=training_session_id, count=count)


def promote(now: datetime) -> None:
    """The safety net of promotions, and the lift of the cap."""
    with transaction() as session:
        due = find_due.sessions_to_promote(session)
    for training_session_id in due:
        with transaction() as session:
            count = find_due.promote_waiting(session, training_session_id, now=now)
        if count:
            _LOG.info("the waiting list was promoted", training_session_id=training_session_id, count=count)


def reconcile(now: datetime) -> None:
    """Look for what should have happened and did not, and do it."""
    with transaction() as session:
        cancelled = find_due.sessions_to_call_off(session)
        closed = find_due.organisations_to_drop(session, now=now)
    for training_session_id in cancelled:
        with transaction() as session:
            count = call_off(session, training_session_id, now=now)
        _LOG.warning("a cancelled session had requests", training_session_id=training_session_id, count=count)
    for organisation_id in closed:
        with transaction() as session:
            drop_requests_of_organisation(session, organisation_id, now=now)
    MISCOUNTED.set(_recount_seats(now) + _recount_rights())


def _recount_seats(now: datetime) -> int:
    with transaction() as session:
        suspected = reconcile_counts.find_miscounted_seats(session)
    wrong = 0
    for training_session_id in suspected:
        with transaction() as session:
            if reconcile_counts.reconcile_seats(session, training_session_id, now=now):
                wrong += 1
                _LOG.error("the count of seats was wrong", training_session_id=training_session_id)
    return wrong


def _recount_rights() -> int:
    with transaction() as session:
        suspected = reconcile_counts.find_miscounted_rights(session)
    wrong = 0
    for account_id, year in suspected:
        with transaction() as session:
            if reconcile_counts.reconcile_rights(session, account_id, year=year):
                wrong += 1
                _LOG.error("the count of rights was wrong", account_id=account_id, year=year)
    return wrong


JOBS = {
    "expire": Job(run=expire, every_s=EXPIRE_EVERY_S),
    "promote": Job(run=promote, every_s=PROMOTE_EVERY_S),
    "reconcile": Job(run=reconcile, every_s=RECONCILE_EVERY_S),
}
