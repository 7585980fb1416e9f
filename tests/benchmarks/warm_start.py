"""How long a second `make run` takes until the site answers."""

from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.harness import Benchmark, Figure, at_most, median
from tests.benchmarks.whole import Whole

ROUNDS = 3
GOAL_S = 20


def measure(folder: Path) -> Sequence[Figure]:
    with Whole(folder / "first.log") as first:
        cold_s = first.seconds
    warm = []
    for number in range(ROUNDS):
        with Whole(folder / f"warm-{number}.log") as again:
            warm.append(again.seconds)
    each = ", ".join(f"{seconds:.1f}" for seconds in warm)
    return [
        Figure(what="the start before", value=f"{cold_s:.1f} s", note="with fresh demo data where there was none"),
        at_most("a warm start, set-up included", median(warm), GOAL_S, unit=" s", note=f"median of {each} s"),
    ]


BENCHMARK = Benchmark(name="warm-start", title="From the command to the first page", measure=measure)
