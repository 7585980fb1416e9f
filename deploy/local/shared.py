"""A PostgreSQL or RabbitMQ that several test processes share: the first to ask starts it, it ends after the last.

`acquire("postgres")` in a test process; the server itself is kept by a process of its own,
`python -m deploy.local.shared postgres`, so that it outlives whichever of them asked first.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from deploy.local import labels, postgres, rabbitmq
from deploy.local.errors import CannotGoOn
from deploy.local.instance import PYTHON, ROOT, Instance
from deploy.local.processes import Processes
from deploy.local.services import SERVICES

POLL_S = 0.2
START_TIMEOUT_S = 180.0
# Between two runs of a few tests the servers may stay; `make test` says 0.
LINGER_VARIABLE = "PP_TEST_SERVERS_LINGER_S"
LINGER_S = 60.0


def instance_of(kind: str) -> Instance:
    return Instance(name=f"tests-{kind}", durable=False)


@contextlib.contextmanager
def _gate(instance: Instance) -> Iterator[None]:
    """One process at a time decides whether the server is there."""
    handle = os.open(instance.path("gate"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _mark(pid: int) -> str:
    """Names one process for good: pids are used again."""
    return f"{pid}-{psutil.Process(pid).create_time():.2f}"


def _is_alive(mark: str) -> bool:
    try:
        return _mark(int(mark.partition("-")[0])) == mark
    except psutil.NoSuchProcess:
        return False


def _has_clients(instance: Instance) -> bool:
    found = False
    for entry in instance.subfolder("clients").iterdir():
        if _is_alive(entry.name):
            found = True
        else:
            entry.unlink(missing_ok=True)
    return found


def _ready_note(instance: Instance) -> Path:
    return instance.path("ready")


def _is_ready(instance: Instance) -> bool:
    note = _ready_note(instance)
    return note.is_file() and _is_alive(note.read_text())


def _start_keeper(kind: str, instance: Instance) -> None:
    with instance.path("keeper.log").open("wb") as log:
        keeper = subprocess.Popen(
            [PYTHON, "-m", "deploy.local.shared", kind],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _is_ready(instance):
        if keeper.poll() is not None or time.monotonic() > deadline:
            end = instance.path("keeper.log").read_text(errors="replace")
            raise CannotGoOn(labels.PROGRAM_FAILED.format(name=kind, code=keeper.poll(), log=log.name, end=end))
        time.sleep(POLL_S)


def acquire(kind: str) -> Instance:
    """The running server's instance, for as long as the calling process lives.

    Raises:
        CannotGoOn: it does not come up.
    """
    instance = instance_of(kind)
    with _gate(instance):
        instance.subfolder("clients").joinpath(_mark(os.getpid())).touch()
        if not _is_ready(instance):
            _start_keeper(kind, instance)
    instance.read_ports()
    return instance


def _start(kind: str, instance: Instance, processes: Processes) -> None:
    if kind == postgres.NAME:
        instance.allocate_ports([postgres.NAME])
        cluster = postgres.Cluster(instance, processes)
        cluster.start()
        cluster.wait()
        cluster.drop_databases("test_")
        return
    # What killed tests have left behind goes with the whole node.
    shutil.rmtree(instance.folder / rabbitmq.NAME, ignore_errors=True)
    instance.allocate_ports([*rabbitmq.PORTS, rabbitmq.MANAGEMENT_PORT])
    node = rabbitmq.Node(instance, processes, with_management=True)
    node.start(SERVICES)
    node.wait()


def _wait_until_unused(instance: Instance, linger_s: float) -> None:
    """Returns with nobody left, while holding no gate: the caller looks again."""
    unused_since = time.monotonic()
    while time.monotonic() - unused_since < linger_s:
        time.sleep(POLL_S)
        if _has_clients(instance):
            unused_since = time.monotonic()


def keep(kind: str) -> None:
    """Start the server, wait until nobody uses it any more, stop it."""
    instance = instance_of(kind)
    linger_s = max(float(os.environ.get(LINGER_VARIABLE, LINGER_S)), 2 * POLL_S)
    instance.lock()
    processes = Processes(instance)
    processes.end_leftovers()
    processes.begin_new_logs()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _start(kind, instance, processes)
        _ready_note(instance).write_text(_mark(os.getpid()))
        while True:
            _wait_until_unused(instance, linger_s)
            with _gate(instance):
                if not _has_clients(instance):
                    _ready_note(instance).unlink()
                    processes.stop(kind, rabbitmq.EPMD)
                    return
    except KeyboardInterrupt:
        pass
    finally:
        _ready_note(instance).unlink(missing_ok=True)
        processes.stop(kind, rabbitmq.EPMD)


if __name__ == "__main__":
    keep(sys.argv[1])
