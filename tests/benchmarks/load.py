"""Load: wrk at full speed, and callers that pause as people and other services do."""

import http.client
import random
import re
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.harness import CannotMeasure, CpuTaken

FORM = Path(__file__).with_name("form.lua")
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_DONE = re.compile(r"(\d+) requests in")
_FAILED = re.compile(r"Non-2xx or 3xx responses: (\d+)")


@dataclass(frozen=True, kw_only=True)
class Run:
    """Requests a second, and microseconds of processor a request took on the measured processes."""

    rate: float
    requests: int
    cpu_us: float


def wrk(url: str, *, token: str, pids: Sequence[int], seconds: int = 3, connections: int = 32) -> Run:
    """Ask as fast as the answers come.

    Raises:
        CannotMeasure: wrk is not installed, or an answer was no success.
    """
    program = shutil.which("wrk")
    if program is None:
        raise CannotMeasure("wrk is missing: apt-get install wrk")
    command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Authorization: Bearer {token}", url]
    return run_wrk(command, url, pids=pids)


def posted(
    url: str, *, authorization: str, words: Sequence[str], pids: Sequence[int], seconds: int = 3, threads: int = 4
) -> Run:
    """Post a form as fast as the answers come, one connection a thread; see form.lua for `words`.

    Raises:
        CannotMeasure: wrk is not installed, or an answer was no success.
    """
    program = shutil.which("wrk")
    if program is None:
        raise CannotMeasure("wrk is missing: apt-get install wrk")
    command = [program, f"-t{threads}", f"-c{threads}", f"-d{seconds}s", "-s", str(FORM), url, "--", authorization]
    return run_wrk([*command, *words], url, pids=pids)


def run_wrk(command: Sequence[str], url: str, *, pids: Sequence[int]) -> Run:
    """What a command of wrk measured; raises CannotMeasure where an answer was no success."""
    with CpuTaken(pids) as taken:
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if failed := _FAILED.search(output):
        raise CannotMeasure(f"{failed.group(1)} answers of {url} were no success")
    rate, done = _RATE.search(output), _DONE.search(output)
    if rate is None or done is None:
        raise CannotMeasure(f"wrk said nothing of use: {output}")
    requests = int(done.group(1))
    return Run(rate=float(rate.group(1)), requests=requests, cpu_us=1e6 * taken.seconds / requests)


class PausingCaller(threading.Thread):
    """Keeps one connection; before each burst of requests it pauses for 1 to 3 s. Every second request is a POST."""

    def __init__(self, address: str, path: str, *, headers: Mapping[str, str], requests: int, burst: int) -> None:
        super().__init__()
        self._address, self._path, self._headers = address, path, dict(headers)
        self._requests, self._burst = requests, burst
        self._dice = random.Random()
        self.outcomes: Counter[str] = Counter()

    def run(self) -> None:
        connection = http.client.HTTPConnection(self._address, timeout=30)
        for number in range(self._requests):
            if number % self._burst == 0:
                time.sleep(self._dice.uniform(1.0, 3.0))
            method, body = ("POST", b"{}") if number % 2 else ("GET", None)
            try:
                connection.request(method, self._path, body=body, headers=self._headers)
                answer = connection.getresponse()
                answer.read()
                self.outcomes[str(answer.status)] += 1
            except (OSError, http.client.HTTPException) as fault:
                self.outcomes[type(fault).__name__] += 1
                connection.close()
        connection.close()


def pausing(address: str, path: str, *, token: str, requests: int, callers: int = 50, burst: int = 40) -> Counter[str]:
    """All outcomes of so many requests in all: statuses, and names of broken connections."""
    headers = {"Authorization": f"Bearer {token}"}
    each = requests // callers
    threads = [PausingCaller(address, path, headers=headers, requests=each, burst=burst) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum((thread.outcomes for thread in threads), Counter())
