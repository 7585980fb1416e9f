"""Jobs: doors of the clock. Each runs once and returns; the scheduler calls one when its interval has passed.

Several schedulers may run: the row of the job is claimed by one conditional UPDATE.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from chassis import clock, metrics
from chassis.database import transaction
from chassis.errors import DomainError
from chassis.logs import log
from chassis.tables import IDEMPOTENCY_KEYS, INBOX, JOB_RUNS, OUTBOX, TASKS
from chassis.tracing import traced

TICK_S = 5.0
KEEP_SENT = timedelta(days=30)
KEEP_KEYS = timedelta(hours=24)
_LOG = log(__name__)


@dataclass(frozen=True, kw_only=True)
class Job:
    """`run` takes `now`, opens its own transactions and may run twice without harm."""

    run: Callable[[datetime], None]
    every_s: int


def sweep(now: datetime) -> None:
    """Remove what the chassis no longer needs: sent events, heard ids, done tasks, old idempotency keys."""
    with transaction() as session:
        session.execute(delete(OUTBOX).where(OUTBOX.c.sent_at < now - KEEP_SENT))
        session.execute(delete(INBOX).where(INBOX.c.heard_at < now - KEEP_SENT))
        session.execute(delete(TASKS).where(TASKS.c.done_at < now - KEEP_SENT))
        session.execute(delete(IDEMPOTENCY_KEYS).where(IDEMPOTENCY_KEYS.c.created_at < now - KEEP_KEYS))


SWEEP = {"sweep": Job(run=sweep, every_s=3600)}


def _claim(name: str, job: Job, now: datetime) -> bool:
    with transaction() as session:
        first = insert(JOB_RUNS).values(name=name, started_at=now).on_conflict_do_nothing()
        if session.execute(first.returning(JOB_RUNS.c.name)).first():
            return True
        due = now - timedelta(seconds=job.every_s)
        again = update(JOB_RUNS).where(JOB_RUNS.c.name == name, JOB_RUNS.c.started_at <= due)
        return session.execute(again.values(started_at=now).returning(JOB_RUNS.c.name)).first() is not None


def run_once(name: str, job: Job) -> bool:
    """Run a job now; says whether it went through. A failure is logged and counted, and the next run tries again."""
    now = clock.now()
    try:
        with traced(None, f"job {name}"):
            job.run(now)
    except (DomainError, SQLAlchemyError, OSError) as fault:
        metrics.JOBS_RUN.labels(name=name, outcome="failed").inc()
        _LOG.error("a job failed", job=name, fault=type(fault).__name__)
        return False
    with transaction() as session:
        session.execute(update(JOB_RUNS).where(JOB_RUNS.c.name == name).values(finished_at=clock.now()))
    metrics.JOBS_RUN.labels(name=name, outcome="done").inc()
    return True


def run(jobs: Mapping[str, Job], *, stop: threading.Event) -> None:
    """Call each job when its interval has passed, until `stop`."""
    while not stop.is_set():
        for name, job in jobs.items():
            try:
                if not stop.is_set() and _claim(name, job, clock.now()):
                    run_once(name, job)
            except SQLAlchemyError as fault:
                _LOG.warning("the scheduler lost its database", fault=type(fault).__name__)
        stop.wait(TICK_S)
