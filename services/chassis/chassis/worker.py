"""The worker of tasks: claims, does the outside thing, marks; one task never stops the others."""

import threading
from collections.abc import Mapping

import psycopg
from sqlalchemy.exc import OperationalError

from chassis import clock, metrics, tasks
from chassis.database import transaction
from chassis.logs import log, told_briefly
from chassis.relay import POLL_S, RECONNECT_S, Doorbell
from chassis.tasks import GiveUp, Task, TaskHandler
from chassis.tracing import traced

BATCH = 10
_LOG = log(__name__)


def run_task(task: Task, handlers: Mapping[str, TaskHandler]) -> bool:
    """Do one claimed task and mark it; says whether it is done."""
    now = clock.now()
    try:
        with traced(task.traceparent, f"task {task.kind}"):
            finish = handlers[task.kind](task, now)
            with transaction() as session:
                finish(session)
                tasks.mark_done(session, task, now=now)
    except Exception as fault:  # one of the chassis' two loops: the outside may fail in any way
        given_up = isinstance(fault, GiveUp)
        failure = str(fault) if given_up else told_briefly(fault)
        with transaction() as session:
            tasks.mark_failed(session, task, now=now, failure=failure, give_up=given_up)
        metrics.TASKS_RUN.labels(kind=task.kind, outcome="failed").inc()
        _LOG.warning("a task failed", kind=task.kind, task_id=str(task.id), failure=failure, attempt=task.attempts)
        return False
    metrics.TASKS_RUN.labels(kind=task.kind, outcome="done").inc()
    return True


def run_due(handlers: Mapping[str, TaskHandler]) -> int:
    """Claim a batch of due tasks and do them; returns how many were claimed."""
    now = clock.now()
    with transaction() as session:
        claimed = tasks.claim(session, kinds=sorted(handlers), now=now, limit=BATCH)
        count, age_s = tasks.waiting(session, now=now)
    metrics.TASKS_WAITING.set(count)
    metrics.TASKS_AGE_SECONDS.set(age_s)
    for task in claimed:
        run_task(task, handlers)
    return len(claimed)


def run(url: str, *, handlers: Mapping[str, TaskHandler], stop: threading.Event) -> None:
    """Work until `stop`; a lost database is waited for."""
    while not stop.is_set():
        try:
            doorbell = Doorbell(url, tasks.CHANNEL)
            while not stop.is_set():
                while run_due(handlers) and not stop.is_set():
                    pass
                doorbell.wait(POLL_S)
            doorbell.close()
        except (OperationalError, psycopg.OperationalError) as fault:
            _LOG.warning("the worker lost its database", fault=type(fault).__name__)
            stop.wait(RECONNECT_S)
