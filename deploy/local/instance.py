"""One instance of the platform: its folder, its ports, its secrets."""

import contextlib
import fcntl
import json
import os
import random
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import labels
from deploy.local.errors import CannotGoOn

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv/bin/python"
LOOPBACK = "127.0.0.1"
LOCK = "lock"
LOCK_POLL_S = 0.5
# Below the range from which the kernel takes ports for outgoing connections (32768 on Linux).
FIRST_PORT, LAST_PORT, SPREAD = 20_100, 32_000, 2_000


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def choose_ports(names: Iterable[str], *, saved: Mapping[str, int]) -> dict[str, int]:
    """A free port for each name: the saved one while it is free, else the next free ones from anywhere.

    Anywhere, because two that choose at the same moment must not meet: a port is taken only when somebody listens.
    """
    chosen: dict[str, int] = {}
    taken = set(saved.values())
    candidate = random.randrange(FIRST_PORT, LAST_PORT - SPREAD)
    for name in names:
        port = saved.get(name)
        if port is None or not is_free(port):
            while candidate in taken or not is_free(candidate):
                candidate += 1
                if candidate > LAST_PORT:
                    raise CannotGoOn(labels.NO_FREE_PORT.format(first=FIRST_PORT, last=LAST_PORT))
            port = candidate
        taken.add(port)
        chosen[name] = port
    return chosen


@dataclass(kw_only=True)
class Instance:
    """Its folder is `.run/<name>`; nothing of it lies elsewhere.

    fixed_ports: those that people type (site, mailbox); taken by somebody else, they are refused, not replaced.
    site_host: a name of the loopback address, as people type it.
    """

    name: str
    fixed_ports: Mapping[str, int] = field(default_factory=dict)
    durable: bool = True
    site_host: str = LOOPBACK
    folder: Path = field(init=False)
    ports: dict[str, int] = field(init=False, default_factory=dict)
    _lock: int | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.folder = ROOT / ".run" / self.name

    def path(self, *parts: str) -> Path:
        """A file of the instance; its folder exists."""
        found = self.folder.joinpath(*parts)
        found.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return found

    def subfolder(self, *parts: str) -> Path:
        """A folder of the instance; it exists."""
        found = self.folder.joinpath(*parts)
        found.mkdir(parents=True, exist_ok=True, mode=0o700)
        return found

    def lock(self, *, patience_s: float = 0.0) -> None:
        """Raises CannotGoOn when another launcher holds this instance, and goes on holding it for `patience_s`."""
        handle = os.open(self.path(LOCK), os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + patience_s
        while not _take(handle):
            if time.monotonic() >= deadline:
                pid = os.read(handle, 20).decode() or "?"
                os.close(handle)
                raise CannotGoOn(labels.ALREADY_RUNNING.format(instance=self.name, pid=pid))
            time.sleep(LOCK_POLL_S)
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._lock = handle

    def unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def wipe(self) -> None:
        """Everything but the lock, which the caller holds."""
        for entry in self.folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
            elif entry.name != LOCK:
                entry.unlink()

    def allocate_ports(self, names: Iterable[str]) -> None:
        """Raises CannotGoOn when a fixed port is taken."""
        for use, port in self.fixed_ports.items():
            if not is_free(port):
                variable = labels.PORT_VARIABLES[use]
                raise CannotGoOn(labels.PORT_TAKEN.format(port=port, use=labels.PORT_USES[use], variable=variable))
        self.read_ports()
        wanted = [name for name in names if name not in self.fixed_ports]
        self.ports = {**choose_ports(wanted, saved=self.ports), **self.fixed_ports}
        self.path("ports.json").write_text(json.dumps(self.ports, indent=1))

    def read_ports(self) -> None:
        """Those of the last start."""
        kept = self.path("ports.json")
        self.ports = json.loads(kept.read_text()) if kept.is_file() else {}

    def secret(self, name: str) -> str:
        """Made at the first demand, then always the same."""
        path = self.path("secrets", name)
        if not path.is_file():
            handle, unfinished = tempfile.mkstemp(dir=path.parent)  # readable by us alone
            os.write(handle, secrets.token_urlsafe(32).encode())
            os.close(handle)
            with contextlib.suppress(FileExistsError):  # another process was faster
                os.link(unfinished, path)
            os.unlink(unfinished)
        return path.read_text()

    @property
    def site_url(self) -> str:
        """As `address`, under the name that people's browsers call it by."""
        return f"http://{self.site_host}:{self.ports['site']}"

    def address(self, name: str) -> str:
        """`http://127.0.0.1:port`, no slash at the end."""
        return f"http://{LOOPBACK}:{self.ports[name]}"
