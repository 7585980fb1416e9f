"""From the commit of a change until a neighbour has handled its event and acknowledged it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from chassis.database import snapshot
from chassis.tables import OUTBOX
from tests.benchmarks import speech
from tests.benchmarks.harness import Benchmark, Figure, at_most, finish, median, percentile, wait_until
from tests.benchmarks.hearer import STARTED, read_notes
from tests.benchmarks.servers import Servers

COUNT = 1_000
WARM_UP = 100
PACE_S = 0.04


@dataclass(frozen=True)
class Said:
    """One transaction: how long it took, and when it had committed."""

    took_s: float
    committed_at: float


def _speak(count: int) -> dict[str, Said]:
    """Transactions at a steady pace, by the subject of their event."""
    action = speech.prepare()
    said = {}
    for _ in range(count):
        began = time.monotonic()
        scheduled = speech.schedule(action)
        committed = time.monotonic()
        said[str(scheduled.training_session_id)] = Said(committed - began, committed)
        time.sleep(max(0.0, PACE_S - (committed - began)))
    return said


def _event_by_subject() -> dict[str, str]:
    with snapshot() as connection:
        return {str(row.subject): str(row.id) for row in connection.execute(select(OUTBOX.c.subject, OUTBOX.c.id))}


def _measure(servers: Servers, folder: Path) -> tuple[list[float], list[float]]:
    """Seconds of the speaker's transactions, and from each commit to its acknowledgement."""
    notes = folder / "heard"
    hearer = servers.hearer(notes, folder / "hearer.log")
    relay = servers.relay(folder / "relay.log")
    try:
        wait_until(lambda: STARTED in read_notes(notes), "the consumer listens")
        said = _speak(WARM_UP + COUNT)
        wait_until(lambda: len(read_notes(notes)) > len(said), "everything was heard")
    finally:
        for process in (relay, hearer):
            process.terminate()
        for process in (relay, hearer):
            finish(process)
    heard, events = read_notes(notes), _event_by_subject()
    measured = list(said.items())[WARM_UP:]
    delays = [heard[events[subject]] - one.committed_at for subject, one in measured]
    return [one.took_s for _, one in measured], delays


def measure(folder: Path) -> Sequence[Figure]:
    with Servers() as servers:
        own, delays = _measure(servers, folder)
    unit_s = median(own)
    return [
        Figure(
            what="the speaker's own transaction",
            value=f"{1000 * unit_s:.1f} ms",
            note=f"median; p99 {1000 * percentile(own, 0.99):.1f} ms, {len(own)} at {1 / PACE_S:.0f}/s",
        ),
        at_most(
            "commit → handled and acknowledged, median, in transactions",
            median(delays) / unit_s,
            3,
            note=f"{1000 * median(delays):.1f} ms",
        ),
        at_most(
            "the same, p99",
            percentile(delays, 0.99) / unit_s,
            12,
            note=f"{1000 * percentile(delays, 0.99):.1f} ms; the longest {1000 * max(delays):.1f} ms",
        ),
    ]


BENCHMARK = Benchmark(name="event-latency", title="From one service's commit to another's", measure=measure)
