"""500 approvals for 12 seats over 50 connections: the conditional UPDATE, a reference that locks first, and no lock."""

import multiprocessing
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from chassis import database
from chassis.database import transaction
from chassis.errors import DomainError
from chassis.migrating import migrate
from deploy.local import postgres
from deploy.local.instance import Instance
from deploy.local.postgres import Cluster
from deploy.local.processes import Processes
from enrolment.store import enrolments, seats
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from services.enrolment.tests.integration.arranging import Person, a_person, a_session, requested
from services.enrolment.tests.samples import NOW, days
from tests.benchmarks.harness import Benchmark, Figure, at_least, median

PEOPLE, SEATS, ROUNDS = 500, 12, 20
PROCESSES, THREADS = 5, 10
SERVICE = "enrolment"
Job = tuple[Person, UUID]


class OwnCluster(AbstractContextManager["OwnCluster"]):
    """A migrated database of enrolment alone, as durable as in production."""

    def __init__(self) -> None:
        self._instance = Instance(name="bench-seats")
        self._processes = Processes(self._instance)
        self._cluster = Cluster(self._instance, self._processes)

    def __enter__(self) -> "OwnCluster":
        self._instance.lock()
        self._processes.end_leftovers()
        self._cluster.wipe()
        self._instance.wipe()
        self._instance.allocate_ports([postgres.NAME])
        self._cluster.start()
        self._cluster.wait()
        self._cluster.ensure_databases([SERVICE])
        migrate(SERVICE, url=self.url)
        database.bind(self.url)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        database.unbind()
        self._processes.stop(postgres.NAME)
        self._instance.unlock()

    @property
    def url(self) -> str:
        return self._cluster.service_url(SERVICE)


def _approve(person: Person, enrolment_id: UUID, training_session_id: UUID, *, locks_first: bool) -> None:
    with transaction() as session:
        if locks_first:
            seats.lock(session, [training_session_id])
        approve_as_hr_validator(session, enrolment_id, by=person.hr, now=NOW)


def _hide_seats(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE seats AS SELECT * FROM public.seats")
    connection.commit()


def _work(url: str, jobs: Sequence[Job], where: UUID, way: str, together: Any, took: Any) -> None:
    """One process: its share of the approvals, over its share of the connections."""
    database.bind(url, pool_size=THREADS)
    if way == "unprotected":
        event.listen(database.engine(), "connect", _hide_seats)
    ready = threading.Barrier(THREADS + 1)

    def run(share: Sequence[Job]) -> None:
        with transaction() as session:
            session.execute(text("SELECT 1"))
        ready.wait()
        for person, enrolment_id in share:
            try:
                _approve(person, enrolment_id, where, locks_first=way == "reference")
            except DomainError:
                continue

    with ThreadPoolExecutor(THREADS) as pool:
        done = [pool.submit(run, jobs[number::THREADS]) for number in range(THREADS)]
        together.wait()
        began = time.monotonic()
        ready.wait()
        for future in done:
            future.result()
    took.put(time.monotonic() - began)
    database.unbind()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Approvals a second, how the requests stand, and whether the list is in order of request."""

    rate: float
    statuses: Counter[str]
    is_in_order: bool


def _round(url: str, people: Sequence[Person], *, way: str) -> Outcome:
    where = a_session(capacity=SEATS, waiting_list_capacity=PEOPLE)
    asked = [NOW - days(1) + days(number / 100_000) for number in range(len(people))]
    jobs = [(person, requested(person, where, now=at)) for person, at in zip(people, asked, strict=True)]
    context = multiprocessing.get_context("spawn")
    together, took = context.Barrier(PROCESSES), context.Queue()
    workers = [
        context.Process(target=_work, args=(url, jobs[number::PROCESSES], where, way, together, took))
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    slowest = max(took.get() for _ in workers)
    for worker in workers:
        worker.join()
    with transaction() as session:
        waiting = enrolments.waiting(session, where)
        found = session.execute(
            text("SELECT status, count(*) FROM enrolments WHERE training_session_id = :where GROUP BY 1"),
            {"where": where},
        )
        statuses = Counter({row[0]: row[1] for row in found})
    times = [entry.requested_at for entry in waiting]
    return Outcome(rate=len(jobs) / slowest, statuses=statuses, is_in_order=times == sorted(times))


def be_generous() -> None:
    """Quotas that twenty rounds of the same people do not reach."""
    with transaction() as session:
        session.execute(text("UPDATE policies SET member_only_quota = 1000, formation_quota = 1000"))


def _exact(outcome: Outcome, *, people: int) -> bool:
    wanted = Counter({"pre_enrolled": SEATS, "waitlisted": people - SEATS})
    return outcome.statuses == wanted and outcome.is_in_order


def measure_rounds(rounds: int, people: int) -> Callable[[Path], Sequence[Figure]]:
    """With fewer rounds or people where a look is enough."""

    def measure(_folder: Path) -> Sequence[Figure]:
        with OwnCluster() as cluster:
            be_generous()
            crowd = [a_person() for _ in range(people)]
            ours = [_round(cluster.url, crowd, way="ours") for _ in range(rounds)]
            reference = [_round(cluster.url, crowd, way="reference") for _ in range(max(3, rounds // 4))]
            twin = _round(cluster.url, crowd, way="unprotected")
        rate, lagging = median(run.rate for run in ours), median(run.rate for run in reference)
        exact = sum(_exact(run, people=people) for run in ours)
        overbooked = twin.statuses["pre_enrolled"]
        return [
            Figure(
                what=f"runs with exactly {SEATS} pre-enrolled, the others waiting in order",
                value=f"{exact} of {rounds}",
                goal=f"{rounds}",
                met=exact == rounds,
            ),
            at_least(
                "approvals, in the rate of SELECT … FOR UPDATE around the same writes",
                rate / lagging,
                1.5,
                note=f"{rate:.0f}/s against {lagging:.0f}/s",
            ),
            Figure(
                what="pre-enrolled where the seat row is not shared",
                value=str(overbooked),
                goal=f"> {SEATS}",
                met=overbooked > SEATS,
            ),
        ]

    return measure


BENCHMARK = Benchmark(name="seats", title="500 approvals for 12 seats", measure=measure_rounds(ROUNDS, PEOPLE))
