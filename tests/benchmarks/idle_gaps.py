"""Callers that pause for 1 to 3 seconds: a server that closes kept connections too early answers some with 5xx."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.bare import PATH
from tests.benchmarks.chain import Chain
from tests.benchmarks.harness import Benchmark, Figure
from tests.benchmarks.load import pausing

REQUESTS = 60_000


def _faults(outcomes: Counter[str]) -> int:
    return sum(count for outcome, count in outcomes.items() if outcome != "200")


def measure(folder: Path) -> Sequence[Figure]:
    with Chain(folder) as chain:
        outcomes = pausing(chain.proxy.listen, PATH, token=chain.token, requests=REQUESTS)
    total = sum(outcomes.values())
    return [
        Figure(
            what=f"answers but 200 in {total} requests",
            value=str(_faults(outcomes)),
            goal="0",
            met=_faults(outcomes) == 0 and total >= REQUESTS,
            note=", ".join(f"{outcome}: {count}" for outcome, count in sorted(outcomes.items())),
        )
    ]


BENCHMARK = Benchmark(name="idle-gaps", title="Connections that pause", measure=measure)
