"""A bare answer under the services' gunicorn settings, alone and behind the gateway."""

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from tests.benchmarks.bare import PATH
from tests.benchmarks.harness import CannotMeasure
from tests.gateway.door import ROOT, HAProxy, free_port
from tests.gateway.tokens import Signer

SERVICES = ("identity", "catalogue", "enrolment", "notification", "documents", "web")
OPEN_BUCKETS = Path(__file__).parent / "open_buckets.yaml"


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """
    Raises:
        CannotMeasure: it ended, or did not open in time.
    """
    until = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except ConnectionRefusedError:
            if process.poll() is not None or time.monotonic() > until:
                raise CannotMeasure("gunicorn did not start") from None
            time.sleep(0.05)


class Chain(AbstractContextManager["Chain"]):
    """gunicorn with the bare app, and HAProxy before it: tokens, limits, correlation ids, all as in production."""

    def __init__(self, folder: Path, *, keep_alive_s: int = 75, addresses: Mapping[str, str] | None = None) -> None:
        self._keep_alive_s = keep_alive_s
        self.port = free_port()
        self.path = PATH
        before = addresses or dict.fromkeys(SERVICES, f"127.0.0.1:{self.port}")
        self.proxy = HAProxy(folder, before, patches=(OPEN_BUCKETS,))
        self._signer = Signer.fresh("bench")
        self._gunicorn: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Chain":
        options = ["-k", "gthread", "-w", "2", "--threads", "4", "--keep-alive", str(self._keep_alive_s)]
        options += ["--no-control-socket", "--log-level", "warning", "-b", f"127.0.0.1:{self.port}"]
        command = [sys.executable, "-m", "gunicorn", *options, "tests.benchmarks.bare:app"]
        self._gunicorn = subprocess.Popen(command, cwd=ROOT)
        self._signer.publish(self.proxy.keys)
        wait_until_open(self.port, self._gunicorn)
        self.proxy.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.proxy.stop()
        if self._gunicorn is not None:
            self._gunicorn.terminate()
            self._gunicorn.wait(timeout=40)

    @property
    def token(self) -> str:
        return self._signer.token(exp=int(time.time()) + 3600)

    @property
    def direct(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"

    @property
    def through_gateway(self) -> str:
        return f"http://{self.proxy.listen}{PATH}"

    @property
    def server_pid(self) -> int:
        return self._gunicorn.pid if self._gunicorn else 0

    @property
    def gateway_pid(self) -> int:
        return self.proxy.process.pid if self.proxy.process else 0
