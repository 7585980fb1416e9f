"""The engine that the containers of the tests run in, and the stand-ins that it starts from."""

from collections.abc import Iterator

import psutil
import pytest

from deploy.compose import standins
from deploy.compose.engine import Engine

IMAGE = standins.image("python")


@pytest.fixture
def network(engine: Engine) -> Iterator[str]:
    engine.docker("network", "create", "--internal", "two-of-us")
    yield "two-of-us"
    engine.docker("network", "rm", "two-of-us")


def test_it_listens_on_a_unix_socket_of_ours_and_on_no_port(engine: Engine) -> None:
    (mine,) = [
        one for one in psutil.process_iter(["name", "cmdline"]) if str(engine.socket) in str(one.info["cmdline"])
    ]
    listening = [one for process in (mine, *mine.children(recursive=True)) for one in process.net_connections("inet")]
    assert engine.socket.is_socket()
    assert listening == []


def test_containers_of_a_network_find_one_another_by_name(engine: Engine, network: str) -> None:
    engine.docker("run", "--detach", "--rm", "--name", "other", "--network", network, IMAGE, "sleep", "60")
    try:
        found = engine.docker("run", "--rm", "--network", network, IMAGE, "getent", "hosts", "other")
    finally:
        engine.docker("kill", "other")
    assert found.split()[1] == "other"


def test_a_limit_of_memory_is_kept(engine: Engine) -> None:
    told = engine.docker("run", "--rm", "--memory", "64m", "--network", "none", IMAGE, "sh", "-c", READ_LIMIT)
    assert int(told) == 64 * 1_048_576


READ_LIMIT = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max"
