"""Memory of the whole platform at rest: PSS, so that what processes share counts once."""

import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from tests.benchmarks.harness import Benchmark, Figure, at_most, pss_mib
from tests.benchmarks.whole import Whole

REST_S = 15.0
GOAL_MIB = 1536


def _family(pid: int) -> list[int]:
    try:
        return [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
    except psutil.NoSuchProcess:
        return []


def measure(folder: Path) -> Sequence[Figure]:
    with Whole(folder / "start.log") as whole:
        time.sleep(REST_S)
        families = {name: _family(pid) for name, pid in whole.pids().items()}
        families["launcher"] = [whole.launcher_pid]
        memory = {name: sum(pss_mib(pid) for pid in pids) for name, pids in families.items()}
    figures = [
        Figure(what=name, value=f"{mib:.0f} MiB", note=f"{len(families[name])} processes")
        for name, mib in sorted(memory.items(), key=lambda item: -item[1])
    ]
    return [*figures, at_most("in all", sum(memory.values()), GOAL_MIB, unit=" MiB")]


BENCHMARK = Benchmark(name="memory", title="Memory at rest", measure=measure)
