"""`make run` as a person uses it: the launcher as a process, its lines, Ctrl-C, and a hard death."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
import pytest

from deploy.local.instance import PYTHON, ROOT, choose_ports, is_free

pytestmark = [pytest.mark.platform, pytest.mark.slow]
INSTANCE = "test-run"
STOP_TIMEOUT_S = 60


@dataclass
class Launcher:
    process: subprocess.Popen[str]
    lines: list[str]
    site_port: int

    def descendants(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if "Ctrl-C" in line:
                return
        raise AssertionError("".join(self.lines))


@contextmanager
def launched(instance: str) -> Iterator[Launcher]:
    ports = choose_ports(["site", "mailbox"], saved={})
    options = ["--instance", instance, "--no-demo", "--port", str(ports["site"])]
    process = subprocess.Popen(
        [PYTHON, "-m", "deploy.local", "run", *options, "--mailbox-port", str(ports["mailbox"])],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        made = Launcher(process, [], ports["site"])
        made.wait_until_ready()
        yield made
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_TIMEOUT_S)
        shutil.rmtree(ROOT / ".run" / instance, ignore_errors=True)


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    """For tests that leave it running."""
    with launched(INSTANCE) as made:
        yield made


@pytest.fixture
def own_launcher() -> Iterator[Launcher]:
    """For tests that end it."""
    with launched(f"{INSTANCE}-own") as made:
        yield made


def test_ctrl_c_ends_everything_that_was_started_and_nothing_else(own_launcher: Launcher) -> None:
    stranger = subprocess.Popen(["sleep", "120"])
    started = own_launcher.descendants()
    own_launcher.process.send_signal(signal.SIGINT)
    assert own_launcher.process.wait(STOP_TIMEOUT_S) == 0
    _, alive = psutil.wait_procs(started, timeout=5)
    assert alive == []
    assert is_free(own_launcher.site_port)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_launcher_that_is_killed_hard_takes_everything_with_it(own_launcher: Launcher) -> None:
    started = own_launcher.descendants()
    own_launcher.process.kill()
    own_launcher.process.wait()
    _, alive = psutil.wait_procs(started, timeout=STOP_TIMEOUT_S)
    assert alive == []


def test_it_says_where_everything_is_and_who_may_sign_in(launcher: Launcher) -> None:
    said = "".join(launcher.lines)
    assert f"http://127.0.0.1:{launcher.site_port}" in said
    assert "alain.proviste@example.org" in said
    assert "prêt, en" in said


def listened_to(process: psutil.Process) -> list[str]:
    """Addresses; none of a process that has ended meanwhile, as programs that a shell starts do."""
    try:
        connections = process.net_connections(kind="inet")
    except psutil.NoSuchProcess:
        return []
    return [connection.laddr.ip for connection in connections if connection.status == psutil.CONN_LISTEN]


def test_every_port_is_on_loopback(launcher: Launcher) -> None:
    family = [psutil.Process(launcher.process.pid), *launcher.descendants()]
    listening = [address for process in family for address in listened_to(process)]
    assert len(listening) > 12
    assert set(listening) <= {"127.0.0.1", "::1"}


def test_a_second_launcher_on_the_same_instance_is_refused_in_one_line(launcher: Launcher) -> None:
    second = subprocess.run(
        [PYTHON, "-m", "deploy.local", "run", "--instance", INSTANCE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert second.returncode == 1
    assert str(launcher.process.pid) in second.stderr
    assert len(second.stderr.splitlines()) == 1
    assert os.path.exists(f"/proc/{launcher.process.pid}")
