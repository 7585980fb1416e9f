"""What the clock calls."""

from datetime import datetime

from catalogue.usecases.rebuild_search import tidy_search
from chassis.database import transaction
from chassis.jobs import Job

DAILY_S = 86_400


def tidy(now: datetime) -> None:
    """The words that searches are corrected by."""
    with transaction() as session:
        tidy_search(session)


JOBS = {"tidy-search": Job(run=tidy, every_s=DAILY_S)}
