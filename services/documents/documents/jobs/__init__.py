"""What the worker and the clock call."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from prometheus_client import Gauge

from chassis.database import Session, transaction
from chassis.jobs import Job
from chassis.logs import log
from chassis.tasks import Task
from documents.usecases.decide_badge import ISSUE_TASK, PUBLISH_TASK
from documents.usecases.issue_badge import issue_badge, publish_status_list
from documents.usecases.issue_document import ERASE_TASK, issue_document
from documents.usecases.make_bundle import expire_bundles, make_bundle
from documents.usecases.reconcile_documents import reconcile_documents
from documents.usecases.remove_file import remove_file
from documents.usecases.request_bundle import TASK as BUNDLE_TASK
from documents.usecases.request_document import TASK

RECONCILE_EVERY_S = 900
EXPIRE_EVERY_S, EXPIRE_AT_ONCE = 3_600, 100
DOCUMENTS_LATE = Gauge(
    "parcourspro_documents_late", "Documents not issued an hour after the presence", multiprocess_mode="max"
)
_LOG = log(__name__)


def issue(task: Task, now: datetime) -> Callable[[Session], None]:
    """Issue one document."""
    return issue_document(UUID(task.payload["document_id"]), now=now)


def erase(task: Task, _now: datetime) -> Callable[[Session], None]:
    """Remove one file."""
    remove_file(task.payload["file_name"])
    return lambda _session: None


def sign_badge(task: Task, now: datetime) -> Callable[[Session], None]:
    """Sign one badge."""
    return issue_badge(UUID(task.payload["badge_id"]), now=now)


def sign_status_list(task: Task, now: datetime) -> Callable[[Session], None]:
    """Sign one status list."""
    return publish_status_list(task.payload["status_list"], now=now)


def make(task: Task, now: datetime) -> Callable[[Session], None]:
    """Make the file of one bundle."""
    return make_bundle(UUID(task.payload["bundle_id"]), now=now)


def expire(now: datetime) -> None:
    """Remove bundles whose time is over."""
    while True:
        with transaction() as session:
            if expire_bundles(session, now=now, limit=EXPIRE_AT_ONCE) < EXPIRE_AT_ONCE:
                return


def reconcile(now: datetime) -> None:
    """Ask again for what is missing, and say so."""
    with transaction() as session:
        found = reconcile_documents(session, now=now)
    DOCUMENTS_LATE.set(found.undocumented + found.late)
    if found.undocumented or found.late:
        _LOG.warning("documents are late", undocumented=found.undocumented, late=found.late)


TASKS = {TASK: issue, ERASE_TASK: erase, ISSUE_TASK: sign_badge, PUBLISH_TASK: sign_status_list, BUNDLE_TASK: make}
JOBS = {
    "reconcile": Job(run=reconcile, every_s=RECONCILE_EVERY_S),
    "expire-bundles": Job(run=expire, every_s=EXPIRE_EVERY_S),
}
