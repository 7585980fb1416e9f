"""Processes that we start, watch and end: those, and no other."""

import contextlib
import ctypes
import json
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from deploy.local import labels
from deploy.local.errors import CannotGoOn
from deploy.local.instance import ROOT, Instance

_LIBC = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x1000_0000
POLL_S = 0.05
LOG_LINES_SHOWN = 15


def end_with_parent(stop_signal: int, parent: int) -> None:
    """Ask the kernel to send `stop_signal` to the calling process when its parent dies, however it dies."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, stop_signal, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), stop_signal)


def enter_user_namespace(inner_user: int) -> None:
    """The calling process sees itself as `inner_user`; its files stay those of whoever started it.

    PostgreSQL refuses to run as root, and user postgres may not reach a checkout below /root.

    Raises:
        OSError: the kernel refuses.
    """
    outer_user, outer_group = os.geteuid(), os.getegid()
    if _LIBC.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inner_user} {outer_user} 1")
    Path("/proc/self/gid_map").write_text(f"{inner_user} {outer_group} 1")


@dataclass(frozen=True, kw_only=True)
class Program:
    """How to start a process and how to ask it to stop.

    disguised_as: numeric user that it sees itself as, in a user namespace; None for ourselves.
    run_as: a real user to change to; None for ourselves.
    """

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    stop_timeout_s: float = 20.0
    disguised_as: int | None = None
    run_as: str | None = None

    def before_exec(self) -> Callable[[], None]:
        parent = os.getpid()

        def prepare() -> None:
            if self.disguised_as is not None:
                enter_user_namespace(self.disguised_as)
            # After the namespace: a change of credentials clears the request.
            end_with_parent(self.stop_signal, parent)

        return prepare


def plain_environment(**more: str) -> dict[str, str]:
    """What a process of ours gets from outside: where programs are and who runs it, nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "TZ") if name in os.environ}
    return {"PATH": os.defpath, "LANG": "C.UTF-8", **kept, **more}


@dataclass
class Running:
    """A process that was started here."""

    program: Program
    process: subprocess.Popen[bytes]
    log: Path
    is_reported: bool = field(default=False)

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def exit_code(self) -> int | None:
        return self.process.poll()

    def last_lines(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:])

    def ask_to_stop(self) -> None:
        if self.exit_code is None:
            self.process.send_signal(self.program.stop_signal)

    def wait_until_stopped(self) -> None:
        """After the program's own delay, its whole process group is killed."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.program.stop_timeout_s)
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the process and whatever it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()


class Processes:
    """The processes of one instance, each with a log and a note of its pid and start time."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._running: dict[str, Running] = {}

    def __getitem__(self, name: str) -> Running:
        return self._running[name]

    def __iter__(self) -> Iterator[Running]:
        return iter(list(self._running.values()))

    def start(self, program: Program) -> Running:
        """Main thread only: the kernel ends a child with the thread that made it."""
        log = self._instance.path("logs", f"{program.name}.log")
        user = pwd.getpwnam(program.run_as) if program.run_as else None
        with log.open("ab") as output:
            process = subprocess.Popen(
                program.command,
                env=dict(program.environment),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                preexec_fn=program.before_exec(),
            )
        running = Running(program, process, log)
        self._running[program.name] = running
        self._note(running)
        return running

    def _note(self, running: Running) -> None:
        try:
            born = psutil.Process(running.pid).create_time()
        except psutil.NoSuchProcess:
            return
        note = {"pid": running.pid, "born": born, "signal": int(running.program.stop_signal)}
        self._instance.path("pids", running.program.name).write_text(json.dumps(note))

    def run(self, program: Program, *, timeout_s: float = 120.0) -> None:
        """Raises CannotGoOn with the end of its output when it fails or takes too long."""
        self.finish(self.start(program), timeout_s=timeout_s)

    def finish(self, running: Running, *, timeout_s: float = 120.0) -> None:
        """Wait for a program that ends by itself.

        Raises:
            CannotGoOn: it failed, or took longer than `timeout_s`.
        """
        try:
            running.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            running.kill()
        if running.exit_code != 0:
            raise self.refusal(running)
        self.forget(running)

    def forget(self, running: Running) -> None:
        self._running.pop(running.program.name, None)
        self._instance.path("pids", running.program.name).unlink(missing_ok=True)

    @staticmethod
    def refusal(running: Running) -> CannotGoOn:
        name, code = running.program.name, running.exit_code
        return CannotGoOn(labels.PROGRAM_FAILED.format(name=name, code=code, log=running.log, end=running.last_lines()))

    def wait_until(self, is_ready: Callable[[], bool], *, running: Running, timeout_s: float) -> None:
        """Raises CannotGoOn when the process dies first or the time is over."""
        deadline = time.monotonic() + timeout_s
        while not is_ready():
            if running.exit_code is not None or time.monotonic() > deadline:
                raise self.refusal(running)
            time.sleep(POLL_S)

    def stop(self, *names: str) -> None:
        """All are asked at once, then waited for."""
        stopping = [self._running[name] for name in names if name in self._running]
        for running in stopping:
            running.ask_to_stop()
        for running in stopping:
            running.wait_until_stopped()
            self.forget(running)

    def newly_dead(self) -> list[Running]:
        """Those that ended by themselves since the last call."""
        dead = [running for running in self if running.exit_code is not None and not running.is_reported]
        for running in dead:
            running.is_reported = True
        return dead

    def begin_new_logs(self) -> None:
        """Those of the last time go."""
        shutil.rmtree(self._instance.folder / "logs", ignore_errors=True)

    def end_leftovers(self) -> list[str]:
        """End what a launcher that was killed has left behind; a pid that another process has since is left alone."""
        ended = []
        for note_path in sorted(self._instance.subfolder("pids").iterdir()):
            if end_leftover(json.loads(note_path.read_text())):
                ended.append(note_path.name)
            note_path.unlink()
        return ended


def end_leftover(note: Mapping[str, float]) -> bool:
    pid = int(note["pid"])
    try:
        process = psutil.Process(pid)
        if abs(process.create_time() - note["born"]) > 1:
            return False
        process.send_signal(int(note["signal"]))
        process.wait(timeout=15)
    except psutil.NoSuchProcess:
        return False
    except psutil.TimeoutExpired:
        pass
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return True
