"""The public search: through the gateway, its handler's processor time, and its statements."""

import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from catalogue.domain.searches import Search
from catalogue.usecases.count_training_actions import count_training_actions
from catalogue.usecases.search_training_actions import search_training_actions
from chassis import clock
from chassis.database import snapshot
from tests.benchmarks.chain import SERVICES, Chain, wait_until_open
from tests.benchmarks.harness import Benchmark, CannotMeasure, CpuTaken, Figure, at_least, at_most, median
from tests.benchmarks.offers import Offers, load
from tests.benchmarks.servers import SPEAKER, Servers
from tests.gateway.door import free_port

PATH = "/api/catalogue/v1/training-actions"
ROUNDS = 3
SEARCHES = 40
TIMES = 60
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_DONE = re.compile(r"(\d+) requests in")
_P99 = re.compile(r"99%\s+([0-9.]+)(us|ms|s)")
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


@dataclass(frozen=True, kw_only=True)
class Load:
    """Requests a second, seconds of the 99th of a hundred, microseconds of processor a request."""

    rate: float
    p99_s: float
    cpu_us: float


def _script(folder: Path, paths: Sequence[str]) -> Path:
    """wrk's own language: the next path for each request."""
    listed = ", ".join(f'"{path}"' for path in paths)
    file = folder / "paths.lua"
    file.write_text(
        f"local paths = {{{listed}}}\nlocal at = 0\n"
        "request = function()\n  at = at % #paths + 1\n  return wrk.format(nil, paths[at])\nend\n"
    )
    return file


def _load(url: str, paths: Sequence[str], *, folder: Path, pids: Sequence[int], token: str | None) -> Load:
    program = shutil.which("wrk")
    if program is None:
        raise CannotMeasure("wrk is missing: apt-get install wrk")
    command = [program, "-t1", "-c32", "-d3s", "--latency", "-s", str(_script(folder, paths))]
    command += ["-H", f"Authorization: Bearer {token}"] if token else []
    with CpuTaken(pids) as taken:
        output = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    rate, done, slow = _RATE.search(output), _DONE.search(output), _P99.search(output)
    if rate is None or done is None or slow is None or "Non-2xx" in output:
        raise CannotMeasure(f"not every answer was a success: {output}")
    return Load(
        rate=float(rate[1]),
        p99_s=float(slow[1]) * _UNITS[slow[2]],
        cpu_us=1e6 * taken.seconds / int(done[1]),
    )


@contextmanager
def _catalogue(servers: Servers, folder: Path) -> Iterator[tuple[str, int]]:
    """The service as it runs in production; its address and pid."""
    address = f"127.0.0.1:{free_port()}"
    own = {"PP_HTTP_BIND": address, "PP_IMPORTS_STORE_URL": f"file://{folder}"}
    environment = {**servers.environment(SPEAKER, "relay"), **own}
    with (folder / "catalogue.log").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", SPEAKER, "serve"], env=environment, stdout=output, stderr=output
        )
    try:
        wait_until_open(int(address.rpartition(":")[2]), process)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=40)


def _searches(offers: Offers) -> list[str]:
    return [f"{PATH}?{urlencode({'q': word})}" for word in offers.usual_words(SEARCHES)]


def _through(chain: Chain, offers: Offers, *, folder: Path, pid: int) -> tuple[list[Load], list[Load], list[Load]]:
    """B, anonymous searches that the cache answers, searches with a token that it does not; round by round."""
    bare, kept, fresh = [], [], []
    site, own = f"http://{chain.proxy.listen}", f"http://127.0.0.1:{chain.port}"
    for _ in range(ROUNDS):
        bare.append(_load(own, [chain.path], folder=folder, pids=[chain.server_pid], token=chain.token))
        kept.append(_load(site, _searches(offers), folder=folder, pids=[pid], token=None))
        fresh.append(_load(site, _searches(offers), folder=folder, pids=[pid], token=chain.token))
    return bare, kept, fresh


def _seconds(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _statements(offers: Offers) -> Mapping[str, float]:
    """Median seconds of each kind of search in this process, one connection, turn by turn."""
    now = clock.now()
    taken: dict[str, list[float]] = {"page": [], "search": [], "facets": [], "typo": []}
    with snapshot() as connection:
        for word in offers.usual_words(TIMES):
            wrong = word[:2] + word[3:] + "w"
            kinds: dict[str, Callable[[], object]] = {
                "page": partial(search_training_actions, connection, Search(), now=now),
                "search": partial(search_training_actions, connection, Search(text=word), now=now),
                "facets": partial(count_training_actions, connection, Search(text=word), now=now),
                "typo": partial(search_training_actions, connection, Search(text=wrong), now=now),
            }
            for name, kind in random.sample(sorted(kinds.items()), k=len(kinds)):
                taken[name].append(_seconds(kind))
    return {name: median(seconds) for name, seconds in taken.items()}


def _rates(actions: int, *, folder: Path) -> tuple[list[Figure], Mapping[str, float]]:
    offers = Offers(actions=actions, today=clock.now().date())
    with Servers() as servers:
        began = time.monotonic()
        load(offers)
        loaded_s = time.monotonic() - began
        taken = _statements(offers)
        with _catalogue(servers, folder) as (address, pid):
            others = dict.fromkeys(SERVICES, address)
            with Chain(folder, addresses=others) as chain:
                bare, kept, fresh = _through(chain, offers, folder=folder, pid=pid)
    b, b_p99 = median(one.rate for one in bare), median(one.p99_s for one in bare)
    b_cpu = median(one.cpu_us for one in bare)
    uncached = median(one.rate for one in fresh)
    goal = 0.26 if actions <= 2_000 else 0.15  # the two sizes of the issue
    size = f"{actions:,} actions".replace(",", "\N{NO-BREAK SPACE}")
    cpu = median(one.cpu_us for one in fresh)
    return [
        Figure(
            what=f"{size}: B, a bare answer", value=f"{b:.0f}/s", note=f"{b_cpu:.0f} µs; loaded in {loaded_s:.0f} s"
        ),
        at_least(f"{size}: anonymous, from the cache, in B", median(one.rate for one in kept) / b, 2.5),
        at_least(f"{size}: with a token, in B", uncached / b, goal, note=f"{uncached:.0f}/s"),
        at_most(f"{size}: p99 with a token, in p99 of B", median(one.p99_s for one in fresh) / b_p99, 4),
        at_most(f"{size}: processor of the handler, in a bare one's", cpu / b_cpu, 3.5, note=f"{cpu:.0f} µs"),
    ], taken


def measure(folder: Path) -> Sequence[Figure]:
    small, _ = _rates(2_000, folder=folder)
    large, taken = _rates(20_000, folder=folder)
    told = ", ".join(f"{name} {1e3 * seconds:.1f} ms" for name, seconds in taken.items())
    return [
        *small,
        *large,
        at_most("a search, in a page without", taken["search"] / taken["page"], 7, note=told),
        at_most("all counts of choices, in a search", taken["facets"] / taken["search"], 1.5),
        at_most("a search with a typing error, in one without", taken["typo"] / taken["search"], 4),
    ]


BENCHMARK = Benchmark(name="search", title="Searching 2,000 and 20,000 actions", measure=measure)
