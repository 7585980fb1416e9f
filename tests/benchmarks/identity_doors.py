"""What identity's doors cost: tokens in B, a sign-in in bare Argon2id verifications, and others during a flood."""

import base64
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from deploy.local.instance import ROOT
from identity.store.password_hashes import hash_password, matches
from tests.benchmarks.bare import PATH
from tests.benchmarks.doors import PASSWORD, SECRET, Doors, Visit
from tests.benchmarks.harness import Benchmark, CpuTaken, Figure, at_least, at_most, median, percentile
from tests.benchmarks.load import Run, posted
from tests.gateway.door import free_port

ROUNDS = 5
SIGN_INS = 40
FLOOD = 12
THREADS = 4
OBSERVED_S = 6.0


def _authorization(client_id: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{SECRET}".encode()).decode()


def _bare_server(port: int) -> "subprocess.Popen[bytes]":
    options = ["-k", "gthread", "-w", "2", "--threads", "4", "--keep-alive", "75", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *options, "--log-level", "warning", "-b", f"127.0.0.1:{port}"]
    return subprocess.Popen([*command, "tests.benchmarks.bare:app"], cwd=ROOT)


def _new_families(doors: Doors, authorization: str) -> list[str]:
    """A refresh token for each thread of the load."""
    return [json.loads(Visit(doors).open().tokens(authorization))["refresh_token"] for _ in range(THREADS)]


def _tokens(doors: Doors) -> Sequence[Figure]:
    """Rates of the token doors against the bare answer, taking turns."""
    web, server = _authorization("web"), _authorization("server")
    access_token = json.loads(Visit(doors).open().tokens(web))["access_token"]
    port = free_port()
    bare = _bare_server(port)
    time.sleep(2)
    site = f"http://{doors.address}/sso"
    asked = {
        "client credentials": (0.4, f"{site}/token", server, ["grant_type=client_credentials"]),
        "introspection": (0.5, f"{site}/introspect", web, [f"token={access_token}"]),
        "refresh with rotation": (0.25, f"{site}/token", web, ["grant_type=refresh_token&refresh_token="]),
    }
    baseline: list[Run] = []
    runs: dict[str, list[Run]] = {name: [] for name in asked}
    try:
        # Each round begins families anew: a thread of wrk does not tell where it stopped.
        for _ in range(ROUNDS):
            baseline.append(posted(f"http://127.0.0.1:{port}{PATH}", authorization=web, words=["x=1"], pids=[bare.pid]))
            for name, (_, url, authorization, words) in asked.items():
                if name.startswith("refresh"):
                    words = [words[0], *_new_families(doors, web)]
                runs[name].append(posted(url, authorization=authorization, words=words, pids=doors.pids))
    finally:
        bare.terminate()
        bare.wait(timeout=40)
    b = median(run.rate for run in baseline)
    figures = [Figure(what="B, a bare answer to a POST", value=f"{b:.0f}/s")]
    for name, (goal, *_) in asked.items():
        rate, cpu_us = median(run.rate for run in runs[name]), median(run.cpu_us for run in runs[name])
        note = f"{rate:.0f}/s; {cpu_us:.0f} µs of processor a request, PostgreSQL included"
        figures.append(at_least(f"{name}, in B", rate / b, goal, note=note))
    return figures


def _sign_in(doors: Doors) -> Figure:
    """Processor of sending the form, PostgreSQL included, against one verification in this process."""
    encoded, taken = hash_password(PASSWORD), []
    bare = []
    for _ in range(ROUNDS):
        visits = [Visit(doors).open() for _ in range(SIGN_INS)]
        began = time.process_time()
        for _ in range(SIGN_INS):
            matches(encoded, PASSWORD)
        bare.append((time.process_time() - began) / SIGN_INS)
        with CpuTaken(doors.pids) as measured:
            for visit in visits:
                visit.send().read()
        taken.append(measured.seconds / SIGN_INS)
    note = f"{1e3 * median(taken):.1f} ms against {1e3 * median(bare):.1f} ms"
    return at_most("processor of a sign-in, in bare verifications", median(taken) / median(bare), 1.3, note=note)


def _latencies(doors: Doors) -> list[float]:
    found, until = [], time.monotonic() + OBSERVED_S
    while time.monotonic() < until:
        began = time.perf_counter()
        doors.ask("GET", "/sso/jwks.json").read()
        found.append(time.perf_counter() - began)
    return found


def _flood(doors: Doors) -> Figure:
    """The p99 of another door while many people send the form, against the p99 without."""
    calm = percentile(_latencies(doors), 0.99)
    stop = threading.Event()
    visits = [Visit(doors).open() for _ in range(FLOOD)]

    def press(visit: Visit) -> None:
        while not stop.is_set():
            visit.send().read()

    threads = [threading.Thread(target=press, args=(visit,)) for visit in visits]
    for thread in threads:
        thread.start()
    flooded = percentile(_latencies(doors), 0.99)
    stop.set()
    for thread in threads:
        thread.join()
    note = f"{1e3 * flooded:.1f} ms against {1e3 * calm:.1f} ms, {FLOOD} people at once"
    return at_most("p99 of another door during a flood of sign-ins, in its p99 without", flooded / calm, 2.0, note=note)


def measure(folder: Path) -> Sequence[Figure]:
    with Doors(folder) as doors:
        return [*_tokens(doors), _sign_in(doors), _flood(doors)]


BENCHMARK = Benchmark(name="identity-doors", title="Tokens and sign-ins", measure=measure)
