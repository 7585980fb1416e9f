"""Processes that we start: what ends with us, and what does not."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import psutil
import pytest

from deploy.local.errors import CannotGoOn
from deploy.local.instance import ROOT, Instance
from deploy.local.processes import Processes, Program, end_leftover, plain_environment

SLEEP = ["sleep", "60"]
LAUNCHER = """
import sys, time
from pathlib import Path
from deploy.local.instance import Instance
from deploy.local.processes import Processes, Program, plain_environment
instance = Instance(name="unit")
instance.folder = Path(sys.argv[1])
running = Processes(instance).start(Program(name="sleeper", command=["sleep", "60"], environment=plain_environment()))
print(running.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(name=f"unit-{uuid4()}")
    made.folder = tmp_path
    return made


@pytest.fixture
def processes(instance: Instance) -> Processes:
    return Processes(instance)


def program(*command: str, name: str = "sleeper") -> Program:
    return Program(name=name, command=command or SLEEP, environment=plain_environment())


def wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_stopping_ends_the_process_and_what_it_started_and_nobody_else(processes: Processes) -> None:
    stranger = subprocess.Popen(SLEEP)
    running = processes.start(program("sh", "-c", "sleep 60 & echo $!; wait"))
    while not running.log.read_text():
        time.sleep(0.02)
    grandchild = int(running.log.read_text())
    processes.stop("sleeper")
    assert wait_until_gone(running.pid)
    assert wait_until_gone(grandchild)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_process_that_ignores_the_request_is_killed_after_its_delay(processes: Processes) -> None:
    stubborn = Program(
        name="stubborn",
        command=["sh", "-c", "trap '' TERM; echo here; sleep 60 & wait; wait"],
        environment=plain_environment(),
        stop_timeout_s=0.2,
    )
    running = processes.start(stubborn)
    while not running.log.read_text():
        time.sleep(0.02)
    processes.stop("stubborn")
    assert running.exit_code == -signal.SIGKILL


def test_a_child_ends_with_a_launcher_that_is_killed_hard(tmp_path: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert launcher.stdout is not None
    child = int(launcher.stdout.readline())
    launcher.kill()
    launcher.wait()
    assert wait_until_gone(child)


def test_what_a_killed_launcher_left_behind_is_ended_by_the_next(processes: Processes, instance: Instance) -> None:
    left = subprocess.Popen(SLEEP, start_new_session=True)
    note = {"pid": left.pid, "born": psutil.Process(left.pid).create_time(), "signal": int(signal.SIGTERM)}
    instance.path("pids", "left").write_text(json.dumps(note))
    assert processes.end_leftovers() == ["left"]
    assert wait_until_gone(left.pid)


def test_a_pid_that_another_process_has_since_is_left_alone() -> None:
    stranger = subprocess.Popen(SLEEP)
    born = psutil.Process(stranger.pid).create_time() - 100
    assert not end_leftover({"pid": stranger.pid, "born": born, "signal": int(signal.SIGTERM)})
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_process_that_dies_is_reported_once(processes: Processes) -> None:
    running = processes.start(program("false"))
    running.process.wait()
    assert [dead.program.name for dead in processes.newly_dead()] == ["sleeper"]
    assert processes.newly_dead() == []


def test_a_command_that_fails_is_refused_with_the_end_of_its_output(processes: Processes) -> None:
    with pytest.raises(CannotGoOn, match="the disk is full"):
        processes.run(program("sh", "-c", "echo the disk is full; exit 3"))


def test_a_process_gets_nothing_of_our_environment_but_where_programs_are(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", "of somebody else")
    running = processes.start(Program(name="env", command=["env"], environment=plain_environment(PP_X="1")))
    running.process.wait()
    said = running.log.read_text()
    assert "PP_X=1" in said
    assert "PGPASSWORD" not in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a disguise")
def test_a_process_in_disguise_is_not_root_and_its_files_are_ours(processes: Processes, tmp_path: Path) -> None:
    made = tmp_path / "made"
    disguised = Program(
        name="disguised", command=["sh", "-c", f"id -u; touch {made}"], environment=plain_environment(), disguised_as=70
    )
    running = processes.start(disguised)
    running.process.wait()
    assert running.log.read_text().strip() == "70"
    assert made.stat().st_uid == os.geteuid()
