"""POST of a request for a place through the gateway, in bare answers: verdict, lock, write, event, all of it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from chassis import clock
from deploy.local.instance import ROOT
from deploy.local.processes import plain_environment
from services.enrolment.tests.integration.arranging import Person, a_person, a_session
from tests.benchmarks.chain import SERVICES, Chain, wait_until_open
from tests.benchmarks.harness import ROUNDS, Benchmark, CannotMeasure, Figure, at_least, finish, median
from tests.benchmarks.load import Run, run_wrk, wrk
from tests.benchmarks.seats import OwnCluster, be_generous
from tests.gateway.door import free_port
from tests.support import tokens

PATH = "/api/enrolment/v1/enrolments"
PEOPLE, SESSIONS_A_ROUND = 25, 80
IN_DAYS = 60
GOAL = 0.12


@contextmanager
def _enrolment(url: str, folder: Path) -> Iterator[tuple[str, int]]:
    """The service's doors as in production; its address and pid."""
    address = f"127.0.0.1:{free_port()}"
    environment = plain_environment(
        PP_DATABASE_URL=url,
        PP_ISSUER=tokens.ISSUER,
        PP_JWKS_URL=tokens.jwks_url(),
        PP_PUBLIC_URL="http://127.0.0.1:8080",
        PP_HTTP_BIND=address,
        PP_LOG_LEVEL="warning",
        PP_DECISION_LINK_SECRET="a-secret-of-the-benchmarks-0123456789",
    )
    with (folder / "enrolment.log").open("wb") as log:
        command = [sys.executable, "-m", "enrolment", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        wait_until_open(int(address.rpartition(":")[2]), process)
        yield address, process.pid
    finally:
        process.terminate()
        finish(process)


def _script(folder: Path, people: Sequence[Person]) -> Path:
    """wrk's own language: everybody asks for a place on every new session, each request once."""
    day = (clock.now() + timedelta(days=IN_DAYS)).date()
    asked = [a_session(first_day=day, capacity=PEOPLE) for _ in range(SESSIONS_A_ROUND)]
    file = folder / "asking.lua"
    named = ",\n".join(
        f'{{"{tokens.token_for(one.account_id, role="beneficiary", organisation_id=one.organisation_id)}", '
        f'"{one.organisation_id}"}}'
        for one in people
    )
    body = json.dumps(
        {
            "training_session_id": "%s",
            "organisation_id": "%s",
            "motivation": "Pour apprendre.",
            "prerequisites_met": True,
            "available_on_all_slots": True,
            "information_read": True,
        }
    )
    file.write_text(
        f"local people = {{{named}}}\nlocal sessions = {json.dumps([str(one) for one in asked]).translate(_BRACES)}\n"
        f"local body = [[{body}]]\nlocal at = -1\n"
        "request = function()\n"
        "  at = at + 1\n"
        "  local one = people[at % #people + 1]\n"
        "  local session = sessions[math.floor(at / #people) % #sessions + 1]\n"
        '  local headers = {["Authorization"] = "Bearer " .. one[1], ["Content-Type"] = "application/json"}\n'
        '  return wrk.format("POST", nil, headers, string.format(body, session, one[2]))\n'
        "end\n"
    )
    return file


_BRACES = str.maketrans("[]", "{}")


def _asked(url: str, script: Path, *, pids: Sequence[int]) -> Run:
    program = shutil.which("wrk")
    if program is None:
        raise CannotMeasure("wrk is missing: apt-get install wrk")
    return run_wrk([program, "-t1", "-c16", "-d3s", "-s", str(script), url], url, pids=pids)


def measure(folder: Path) -> Sequence[Figure]:
    bare: list[Run] = []
    asked: list[Run] = []
    with OwnCluster() as cluster:
        be_generous()
        people = [a_person() for _ in range(PEOPLE)]
        with (
            _enrolment(cluster.url, folder) as (address, pid),
            Chain(folder, addresses=dict.fromkeys(SERVICES, address)) as chain,
        ):
            (chain.proxy.keys / f"{tokens.KEY_ID}.pem").write_bytes(tokens.key().as_pem(private=False))
            chain.proxy.reload()
            for _ in range(ROUNDS):
                bare.append(wrk(chain.direct, token=chain.token, pids=[chain.server_pid]))
                asked.append(_asked(f"http://{chain.proxy.listen}{PATH}", _script(folder, people), pids=[pid]))
    b, rate = median(run.rate for run in bare), median(run.rate for run in asked)
    note = f"{rate:.0f}/s; {median(run.cpu_us for run in asked):.0f} µs of the doors' processor a request"
    return [
        Figure(what="B, a bare answer", value=f"{b:.0f}/s"),
        at_least("a request for a place, through the gateway, in B", rate / b, GOAL, note=note),
    ]


BENCHMARK = Benchmark(name="asking", title="Asking for a place", measure=measure)
