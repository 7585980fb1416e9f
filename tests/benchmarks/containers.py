"""In containers: image sizes, start to ready, two doors against one, every service rolled under load."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.compose import images, standins
from deploy.compose.engine import Engine, why_not
from deploy.compose.stack import NOTICED_S, Stack
from deploy.local.instance import Instance
from deploy.local.processes import Processes
from deploy.local.progress import to_terminal
from deploy.local.services import SERVICES
from tests.benchmarks.harness import Benchmark, CannotMeasure, Figure, wait_until
from tests.containers.load import CATALOGUE, ISSUER, PAGES, Crowd, crowd
from tests.journeys.people import Visitor

# As the container tests have it: their images are ready.
NAME, TAG, NEXT = "containers", "test", "bench-next"
SOMEBODY = "alain.proviste@example.org"
# These make web ask enrolment, notification and documents.
OWN = ("/mon-espace", "/mon-espace/actions-passees", "/messages")
REQUESTS = 60_000
PATIENCE_S = 1800.0
ROUNDS, ROUND_S, THREADS = 3, 8.0, 8
MIB = 1024 * 1024


@contextmanager
def _stack() -> Iterator[tuple[Engine, Stack, float]]:
    """The platform up with its demo data, and how many seconds after its images were there it answered."""
    if reason := why_not():
        raise CannotMeasure(reason)
    instance = Instance(name=NAME, durable=False)
    instance.lock(patience_s=PATIENCE_S)
    instance.allocate_ports(("site", "mailbox"))
    processes = Processes(instance)
    processes.end_leftovers()
    engine = Engine(instance, processes)
    try:
        engine.start()
        engine.remove_containers()
        standins.ensure(engine, say=to_terminal)
        images.build(engine, tag=TAG, say=to_terminal)
        stack = Stack(engine, project="parcourspro-bench", ports=instance.ports, tag=TAG)
        began = time.monotonic()
        stack.up()
        ready_s = time.monotonic() - began
        stack.load_demo()
        yield engine, stack, ready_s
        stack.down()
    finally:
        engine.stop()
        instance.unlock()


def _restarts(stack: Stack) -> Iterator[Figure]:
    for service in SERVICES:
        stack.stop_container(stack.containers(service)[0])
        began = time.monotonic()
        stack.up("--no-deps", service)
        yield Figure(what=f"{service}: from nothing to ready", value=f"{time.monotonic() - began:.1f} s")


def _roll_all(engine: Engine, stack: Stack) -> Figure:
    """Every service replaced while people ask, and they go on until they have asked often enough."""
    with Visitor(stack.site_url) as visitor:
        cookies = visitor.sign_in(SOMEBODY).cookies
    for service in SERVICES:
        engine.docker("tag", images.image(service, tag=TAG), images.image(service, tag=NEXT))
    with (
        crowd(stack.site_url, *PAGES, *CATALOGUE, *ISSUER, threads=THREADS) as strangers,
        crowd(stack.site_url, *OWN, threads=2, cookies=cookies) as people,
    ):
        for service in SERVICES:
            stack.roll(service, tag=NEXT)
        time.sleep(NOTICED_S)
        wait_until(lambda: _asked(strangers, people) >= REQUESTS, f"{REQUESTS} requests", patience_s=PATIENCE_S)
    refused = strangers.refused | people.refused
    return Figure(
        what=f"refused in {_asked(strangers, people)} requests while all six services are rolled",
        value=str(sum(refused.values())),
        goal="0",
        met=not refused,
        note=", ".join(f"{what}: {count}" for what, count in refused.items()),
    )


def _asked(*crowds: Crowd) -> int:
    return sum(one.asked for one in crowds)


def _rate(stack: Stack) -> float:
    with crowd(stack.site_url, *CATALOGUE, threads=THREADS) as people:
        time.sleep(ROUND_S)
    return people.asked / ROUND_S


def _doors(stack: Stack) -> Figure:
    """One door and two, turn by turn; clients, gateway and database share the machine's cores with them."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for count, measured in rates.items():
            while len(stack.containers("catalogue")) > count:
                stack.stop_container(stack.containers("catalogue")[-1])
            stack.scale("catalogue", count)
            time.sleep(NOTICED_S)
            measured.append(_rate(stack))
    one, two = (sorted(measured)[ROUNDS // 2] for measured in rates.values())
    return Figure(
        what="two doors of catalogue against one", value=f"{two / one:.2f}", note=f"{one:.0f}/s and {two:.0f}/s"
    )


def measure(folder: Path) -> Sequence[Figure]:
    assert folder.is_dir()
    with _stack() as (engine, stack, ready_s):
        return [
            *(
                Figure(what=f"{service}: image", value=f"{images.size_bytes(engine, service, tag=TAG) / MIB:.0f} MiB")
                for service in SERVICES
            ),
            Figure(what="the whole platform: from nothing to ready", value=f"{ready_s:.0f} s", note="images are there"),
            *_restarts(stack),
            _doors(stack),
            _roll_all(engine, stack),
        ]


BENCHMARK = Benchmark(name="containers", title="The platform in containers", measure=measure)
