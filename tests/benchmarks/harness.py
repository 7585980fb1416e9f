"""What every benchmark needs: figures with goals, the processor's time and the memory of processes."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import psutil

ROUNDS = 5
PATIENCE_S = 30.0


class CannotMeasure(Exception):
    """Something is missing here; the message says what, and how to get it."""


def wait_until(fact: Callable[[], bool], what: str, *, patience_s: float = PATIENCE_S) -> None:
    """Look again and again.

    Raises:
        CannotMeasure: it never came true.
    """
    until = time.monotonic() + patience_s
    while not fact():
        if time.monotonic() > until:
            raise CannotMeasure(f"never came true: {what}")
        time.sleep(0.1)


def finish(process: subprocess.Popen[bytes], *, patience_s: float = PATIENCE_S) -> None:
    """Wait for a process that was told to end; kill it where it does not."""
    try:
        process.wait(timeout=patience_s)
    except subprocess.TimeoutExpired:
        process.kill()


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; `goal` in words, `met` None where there is none."""

    what: str
    value: str
    goal: str = ""
    met: bool | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        return {None: "", True: "met", False: "MISSED"}[self.met]


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A name to ask for, a title, and what measures."""

    name: str
    title: str
    measure: Callable[[Path], Sequence[Figure]]


def at_least(what: str, value: float, goal: float, *, unit: str = "", note: str = "") -> Figure:
    """A figure that should be high."""
    return Figure(what=what, value=f"{value:.2f}{unit}", goal=f"≥ {goal:g}{unit}", met=value >= goal, note=note)


def at_most(what: str, value: float, goal: float, *, unit: str = "", note: str = "") -> Figure:
    """A figure that should be low."""
    return Figure(what=what, value=f"{value:.2f}{unit}", goal=f"≤ {goal:g}{unit}", met=value <= goal, note=note)


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0…1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _family(pid: int, *, with_children: bool) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *(process.children(recursive=True) if with_children else [])]
    except psutil.NoSuchProcess:
        return []


def cpu_s(pids: Iterable[int], *, with_children: bool = True) -> float:
    """Seconds of processor that these processes, and their children, have taken."""
    total = 0.0
    for pid in pids:
        for process in _family(pid, with_children=with_children):
            with suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                total += times.user + times.system
    return total


@dataclass
class CpuTaken(AbstractContextManager["CpuTaken"]):
    """Seconds of processor between entering and leaving."""

    pids: Sequence[int]
    with_children: bool = True
    seconds: float = 0.0
    _before: float = field(default=0.0, init=False)

    def __enter__(self) -> "CpuTaken":
        self._before = cpu_s(self.pids, with_children=self.with_children)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.seconds = cpu_s(self.pids, with_children=self.with_children) - self._before


def pss_mib(pid: int) -> float:
    """Memory of one process, its share of what it shares included; 0 where it has gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def machine() -> str:
    """One line about where the figures were measured."""
    model = next((x for x in Path("/proc/cpuinfo").read_text().splitlines() if x.startswith("model name")), ":unknown")
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores ({model.partition(':')[2].strip()}), load {load:.1f} at the start"


def table(figures: Sequence[Figure]) -> str:
    """Aligned columns."""
    rows = [("", "figure", "goal", "verdict", "note")]
    rows += [(figure.what, figure.value, figure.goal, figure.verdict, figure.note) for figure in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
