"""`python -m tests.benchmarks [name …]`: measures, and prints each figure with its goal. Not a test: nothing fails."""

import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import (
    asking,
    containers,
    drain,
    event_latency,
    gateway_chain,
    hr_inbox,
    identity_doors,
    idle_gaps,
    lheo_import,
    mail,
    memory,
    papers,
    search,
    seats,
    warm_start,
)
from tests.benchmarks.harness import Benchmark, CannotMeasure, machine, table

BENCHMARKS: tuple[Benchmark, ...] = (
    warm_start.BENCHMARK,
    memory.BENCHMARK,
    gateway_chain.BENCHMARK,
    event_latency.BENCHMARK,
    drain.BENCHMARK,
    identity_doors.BENCHMARK,
    idle_gaps.BENCHMARK,
    search.BENCHMARK,
    papers.BENCHMARK,
    hr_inbox.BENCHMARK,
    seats.BENCHMARK,
    asking.BENCHMARK,
    lheo_import.BENCHMARK,
    mail.BENCHMARK,
    containers.BENCHMARK,
)


def _run(benchmark: Benchmark) -> None:
    began = time.monotonic()
    print(f"\n{benchmark.title} ({benchmark.name})", flush=True)
    try:
        with tempfile.TemporaryDirectory(prefix="parcourspro-bench-") as folder:
            print(table(benchmark.measure(Path(folder))))
    except CannotMeasure as reason:
        print(f"not measured: {reason}")
    print(f"[{time.monotonic() - began:.0f} s]", flush=True)


def main(names: list[str]) -> int:
    """Exit status 2 for a name that nothing has."""
    known = {benchmark.name: benchmark for benchmark in BENCHMARKS}
    if unknown := set(names) - set(known):
        print(f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    print(machine())
    for name in names or known:
        _run(known[name])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
