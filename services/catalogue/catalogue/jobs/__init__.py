"""What the worker and the clock call."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from catalogue.usecases.import_offers import IMPORT_TASK, import_kept_file
from catalogue.usecases.manage_imports import abandon_uploads
from catalogue.usecases.rebuild_search import tidy_search
from catalogue.usecases.tell_news import searches_due, tell_news
from chassis.database import Session, transaction
from chassis.errors import NotFound
from chassis.jobs import Job
from chassis.logs import log
from chassis.tasks import Task

ABANDON_EVERY_S = 3_600
DAILY_S = 86_400
HOURLY_S = 3_600
_LOG = log(__name__)


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


def tell(now: datetime) -> None:
    """What is new for saved searches, each once a day and in a transaction of its own."""
    with transaction() as session:
        due = searches_due(session, now=now)
    told = 0
    for saved_search_id in due:
        try:
            with transaction() as session:
                told += bool(tell_news(session, saved_search_id, now=now))
        except NotFound:  # removed meanwhile
            continue
    if due:
        _LOG.info("saved searches were looked at", looked_at=len(due), told=told)


TASKS = {IMPORT_TASK: import_file}
# Each search is looked at about once a day; asking every hour spreads them, and mends a day on which nothing ran.
JOBS = {
    "abandon-uploads": Job(run=abandon, every_s=ABANDON_EVERY_S),
    "tidy-search": Job(run=tidy, every_s=DAILY_S),
    "tell-news": Job(run=tell, every_s=HOURLY_S),
}
