"""What touches the outside is claimed, done and marked; what the clock calls is called once."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from chassis import jobs, tasks, worker
from chassis.database import Session, transaction
from chassis.jobs import Job
from chassis.tables import TASKS
from chassis.tasks import GiveUp, Task

AT = datetime(2026, 1, 29, 9, 0, tzinfo=UTC)


def nothing(_session: Session) -> None:
    """The finish of a task that has nothing to write."""


def ask(key: str = "a", *, now: datetime = AT) -> None:
    with transaction() as session:
        tasks.add(session, kind="send", key=key, payload={"to": key}, now=now)


def row() -> dict[str, object]:
    with transaction() as session:
        return dict(session.execute(select(TASKS)).one()._mapping)


def test_a_task_asked_for_twice_is_done_once(chassis_database: str) -> None:
    done: list[str] = []

    def send(task: Task, _now: datetime) -> tasks.Finish:
        done.append(task.key)
        return nothing

    ask()
    ask()
    assert worker.run_due({"send": send}) == 1
    assert worker.run_due({"send": send}) == 0
    assert done == ["a"]
    assert row()["payload"] == {}


def test_two_workers_never_hold_the_same_task(chassis_database: str) -> None:
    for number in range(20):
        ask(str(number))
    with transaction() as session:
        first = tasks.claim(session, kinds=["send"], now=AT, limit=15)
        held: list[Task] = []

        def other() -> None:
            with transaction() as another:
                held.extend(tasks.claim(another, kinds=["send"], now=AT, limit=15))

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
    assert len(first) == 15
    assert {task.id for task in first}.isdisjoint(task.id for task in held)
    assert len(held) == 5


def test_the_claim_of_a_dead_worker_runs_out(chassis_database: str) -> None:
    ask()
    with transaction() as session:
        assert len(tasks.claim(session, kinds=["send"], now=AT, limit=1)) == 1
        assert tasks.claim(session, kinds=["send"], now=AT, limit=1) == []
        assert len(tasks.claim(session, kinds=["send"], now=AT + tasks.CLAIM, limit=1)) == 1


def test_a_failure_is_tried_again_after_a_growing_delay_and_changes_nothing(chassis_database: str) -> None:
    def send(_task: Task, _now: datetime) -> tasks.Finish:
        def finish(session: Session) -> None:
            ask("never")
            raise OSError("the disk is full")

        return finish

    ask()
    worker.run_due({"send": send})
    assert str(row()["failure"]).startswith("OSError at test_tasks_and_jobs.py:")
    assert row()["attempts"] == 1
    assert row()["done_at"] is None
    waits = [later - earlier for earlier, later in zip(tasks.DELAYS_S, tasks.DELAYS_S[1:], strict=False)]
    assert all(wait > 0 for wait in waits)


def test_a_task_that_gives_up_is_parked_with_its_reason(chassis_database: str) -> None:
    def send(_task: Task, _now: datetime) -> tasks.Finish:
        raise GiveUp("no such mailbox")

    ask()
    worker.run_due({"send": send})
    assert row()["failure"] == "no such mailbox"
    assert row()["given_up_at"] is not None
    assert worker.run_due({"send": send}) == 0


def test_a_job_is_called_once_an_interval_whatever_the_number_of_schedulers(
    chassis_database: str, eventually: Callable[..., None]
) -> None:
    calls: list[datetime] = []
    known = {"count": Job(run=calls.append, every_s=3600)}
    stop = threading.Event()
    threads = [threading.Thread(target=jobs.run, args=(known,), kwargs={"stop": stop}) for _ in range(3)]
    for thread in threads:
        thread.start()
    eventually(lambda: len(calls) >= 1)
    stop.set()
    for thread in threads:
        thread.join(10)
    assert len(calls) == 1


def test_the_sweep_removes_only_what_is_old(chassis_database: str) -> None:
    ask("old")
    with transaction() as session:
        session.execute(TASKS.update().values(done_at=AT))
    ask("young")
    jobs.sweep(AT + jobs.KEEP_SENT + timedelta(seconds=1))
    assert row()["key"] == "young"
