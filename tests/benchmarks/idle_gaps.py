"""Callers that pause for 1 to 3 seconds: a server that closes kept connections too early answers some with 5xx."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.bare import PATH
from tests.benchmarks.chain import Chain
from tests.benchmarks.harness import Benchmark, Figure
from tests.benchmarks.load import pausing

REQUESTS = 60_000
OF_THE_TWIN = 6_000
DEFAULT_KEEP_ALIVE_S = 2


def _faults(outcomes: Counter[str]) -> int:
    return sum(count for outcome, count in outcomes.items() if outcome != "200")


def _outcomes(folder: Path, *, keep_alive_s: int, requests: int, burst: int) -> Counter[str]:
    with Chain(folder, keep_alive_s=keep_alive_s) as chain:
        return pausing(chain.proxy.listen, PATH, token=chain.token, requests=requests, burst=burst)


def measure(folder: Path) -> Sequence[Figure]:
    ours = _outcomes(folder, keep_alive_s=75, requests=REQUESTS, burst=40)
    twin = _outcomes(folder, keep_alive_s=DEFAULT_KEEP_ALIVE_S, requests=OF_THE_TWIN, burst=4)
    return [
        Figure(
            what=f"answers but 200 in {sum(ours.values())} requests",
            value=str(_faults(ours)),
            goal="0",
            met=_faults(ours) == 0 and sum(ours.values()) >= REQUESTS,
            note="half of them POST, pauses of 1 to 3 s",
        ),
        Figure(
            what=f"its twin with gunicorn's default keep-alive of {DEFAULT_KEEP_ALIVE_S} s",
            value=f"{_faults(twin)} in {sum(twin.values())}",
            note=", ".join(f"{outcome}: {count}" for outcome, count in sorted(twin.items())),
        ),
    ]


BENCHMARK = Benchmark(name="idle-gaps", title="Connections that pause", measure=measure)
