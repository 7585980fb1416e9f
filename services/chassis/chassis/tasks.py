"""Tasks: what touches the outside (mail, files, calls) is a row that a worker claims, does and marks.

A worker that dies leaves a claim that runs out; the task is then done again, so what it does outside must be
recognisable when it happens twice (a message id, a content hash).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.ids import new_id
from chassis.tables import TASKS
from chassis.tracing import current_traceparent

CHANNEL = "tasks"
CLAIM = timedelta(minutes=5)
UNDONE = TASKS.c.done_at.is_(None) & TASKS.c.given_up_at.is_(None)
DELAYS_S = (10, 60, 300, 1_800, 7_200, 21_600, 43_200)
_ADD = insert(TASKS).on_conflict_do_nothing(index_elements=["kind", "key"]).returning(func.pg_notify(CHANNEL, ""))


class GiveUp(Exception):
    """Trying again is useless; the task is parked with this reason at once."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """A claimed task. `attempts` counts this one too."""

    id: UUID
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempts: int
    traceparent: str | None


Finish = Callable[[Session], None]
TaskHandler = Callable[[Task, datetime], Finish]


def add(
    session: Session, *, kind: str, key: str, payload: Mapping[str, Any], now: datetime, run_at: datetime | None = None
) -> None:
    """Ask for a task if and when the transaction commits; the same kind and key a second time is the same task."""
    row = {"id": new_id(), "kind": kind, "key": key, "payload": dict(payload), "traceparent": current_traceparent()}
    session.execute(_ADD, {**row, "created_at": now, "run_at": run_at or now, "attempts": 0})


def claim(session: Session, *, kinds: list[str], now: datetime, limit: int) -> list[Task]:
    """Take up to `limit` due tasks for ourselves until the claim runs out; other workers skip them."""
    is_free = TASKS.c.claimed_until.is_(None) | (TASKS.c.claimed_until <= now)
    due = select(TASKS.c.id).where(TASKS.c.kind.in_(kinds), UNDONE, TASKS.c.run_at <= now, is_free)
    due = due.order_by(TASKS.c.run_at).limit(limit).with_for_update(skip_locked=True)
    taken = session.execute(
        update(TASKS)
        .where(TASKS.c.id.in_(due.scalar_subquery()))
        .values(claimed_until=now + CLAIM, attempts=TASKS.c.attempts + 1)
        .returning(TASKS.c.id, TASKS.c.kind, TASKS.c.key, TASKS.c.payload, TASKS.c.attempts, TASKS.c.traceparent)
    )
    return [Task(**row._mapping) for row in taken]


def mark_done(session: Session, task: Task, *, now: datetime) -> None:
    """The task is finished; its payload, which may name a person, goes."""
    marks: dict[str, Any] = {"done_at": now, "claimed_until": None, "payload": {}, "failure": None}
    session.execute(update(TASKS).where(TASKS.c.id == task.id).values(**marks))


def mark_failed(session: Session, task: Task, *, now: datetime, failure: str, give_up: bool) -> None:
    """Try again after a growing delay, or park the task when it was tried often enough."""
    exhausted = give_up or task.attempts > len(DELAYS_S)
    again_at = now + timedelta(seconds=DELAYS_S[min(task.attempts, len(DELAYS_S)) - 1])
    marks = {"claimed_until": None, "failure": failure, "run_at": again_at, "given_up_at": now if exhausted else None}
    session.execute(update(TASKS).where(TASKS.c.id == task.id).values(**marks))


def waiting(session: Session, *, now: datetime) -> tuple[int, float]:
    """How many tasks are not done, and the age of the oldest due one in seconds."""
    count, oldest = session.execute(select(func.count(), func.min(TASKS.c.run_at)).where(UNDONE)).one()
    return count, max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
