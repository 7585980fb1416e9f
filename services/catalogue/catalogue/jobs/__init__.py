"""What the worker and the clock call."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from catalogue.usecases.import_offers import IMPORT_TASK, import_kept_file
from catalogue.usecases.manage_imports import abandon_uploads
from catalogue.usecases.rebuild_search import tidy_search
from chassis.database import Session, transaction
from chassis.jobs import Job
from chassis.tasks import Task

ABANDON_EVERY_S = 3_600
DAILY_S = 86_400


def import_file(task: Task, now: datetime) -> Callable[[Session], None]:
    """Take one file of offers."""
    return import_kept_file(UUID(task.payload["import_id"]), now=now)


def abandon(now: datetime) -> None:
    """Remove files that never arrived whole."""
    with transaction() as session:
        abandon_uploads(session, now=now)


def tidy(now: datetime) -> None:
    """The words that searches are corrected by."""
    with transaction() as session:
        tidy_search(session)


TASKS = {IMPORT_TASK: import_file}
JOBS = {
    "abandon-uploads": Job(run=abandon, every_s=ABANDON_EVERY_S),
    "tidy-search": Job(run=tidy, every_s=DAILY_S),
}
