"""What the worker and the clock call."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from prometheus_client import Gauge

from chassis.database import Session, transaction
from chassis.jobs import Job
from chassis.logs import log
from chassis.tasks import Task
from notification.usecases import tell_fact, write_message
from notification.usecases.fold_digests import find_readers, fold_digest
from notification.usecases.reconcile_messages import reconcile_messages
from notification.usecases.send_message import send_message

QUARTER_OF_AN_HOUR_S = 900
MESSAGES_LATE = Gauge(
    "parcourspro_messages_late", "E-mails not sent an hour after they were written", multiprocess_mode="max"
)
_LOG = log(__name__)


def send(task: Task, now: datetime) -> Callable[[Session], None]:
    """Send one message."""
    return send_message(UUID(task.payload["message_id"]), attempt=task.attempts, now=now)


def tell(task: Task, now: datetime) -> Callable[[Session], None]:
    """Write the messages of a fact that had to wait for another."""
    return tell_fact.tell_again(task.payload, now=now)


def reconcile(now: datetime) -> None:
    """Find messages that nobody is going to send, and say how many are late."""
    with transaction() as session:
        found = reconcile_messages(session, now=now)
    MESSAGES_LATE.set(found.late)
    if found.late:
        _LOG.warning("e-mails are late", late=found.late, forsaken=found.forsaken)


def digest(now: datetime) -> None:
    """Write the morning's digests, one person after another."""
    with transaction() as session:
        readers = find_readers(session, now=now)
    for account_id in readers:
        with transaction() as session:
            fold_digest(session, account_id, now=now)


TASKS = {write_message.TASK: send, tell_fact.TASK: tell}
JOBS = {
    "reconcile": Job(run=reconcile, every_s=QUARTER_OF_AN_HOUR_S),
    "digest": Job(run=digest, every_s=QUARTER_OF_AN_HOUR_S),
}
