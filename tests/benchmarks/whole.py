"""The whole platform as `make run` starts it, on an instance of the benchmarks' own."""

import json
import signal
import subprocess
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from urllib.error import URLError
from urllib.request import urlopen

from deploy.local.instance import ROOT, choose_ports
from tests.benchmarks.harness import CannotMeasure

INSTANCE = "bench"
FOLDER = ROOT / ".run" / INSTANCE
LONGEST_START_S = 240.0
LONGEST_STOP_S = 90.0


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


class Whole(AbstractContextManager["Whole"]):
    """Set-up and launcher; entered when the site answers. `seconds` is how long that took."""

    def __init__(self, log: Path) -> None:
        self._log = log
        ports = choose_ports(["site", "mailbox"], saved={})
        self.site = f"http://127.0.0.1:{ports['site']}"
        self._options = ["--instance", INSTANCE, "--port", str(ports["site"]), "--mailbox-port", str(ports["mailbox"])]
        self._launcher: subprocess.Popen[bytes] | None = None
        self.seconds = 0.0

    def __enter__(self) -> "Whole":
        began = time.monotonic()
        with self._log.open("ab") as log:
            subprocess.run([sys.executable, "-m", "deploy.local.setup"], cwd=ROOT, stdout=log, stderr=log, check=True)
            command = [sys.executable, "-m", "deploy.local", "run", "--with-parent", *self._options]
            self._launcher = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
        while not self._is_welcoming():
            if self._launcher.poll() is not None or time.monotonic() - began > LONGEST_START_S:
                self.stop()
                raise CannotMeasure(f"the platform did not start: {self._log.read_text()[-500:]}")
            time.sleep(0.05)
        self.seconds = time.monotonic() - began
        return self

    def _is_welcoming(self) -> bool:
        """The launcher has said its last word, and the site answers."""
        return self.site in self._log.read_text() and _answers(f"{self.site}/")

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def stop(self) -> None:
        """Ctrl-C."""
        if self._launcher is not None and self._launcher.poll() is None:
            self._launcher.send_signal(signal.SIGINT)
            self._launcher.wait(timeout=LONGEST_STOP_S)

    @property
    def launcher_pid(self) -> int:
        return self._launcher.pid if self._launcher else 0

    def pids(self) -> dict[str, int]:
        """Of what the launcher started, by name."""
        return {path.name: int(json.loads(path.read_text())["pid"]) for path in sorted((FOLDER / "pids").iterdir())}
