"""Health of a process without HTTP doors: a small server on loopback (or the pod's address)."""

import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

import orjson

from chassis.broker import AMQPError, connect
from chassis.health import Check, exposition


def broker_check(url: str) -> Check:
    """A check that opens a connection to the broker."""

    def check() -> str | None:
        try:
            connect(url).close()
        except (AMQPError, OSError) as fault:
            return f"broker: {type(fault).__name__}"
        return None

    return check


def _handler(checks: Sequence[Check]) -> type[BaseHTTPRequestHandler]:
    def alive() -> tuple[int, bytes]:
        return 200, orjson.dumps({"status": "alive"})

    def ready() -> tuple[int, bytes]:
        faults = [fault for fault in (check() for check in checks) if fault]
        return (503 if faults else 200), orjson.dumps({"status": "unready" if faults else "ready", "faults": faults})

    routes: dict[str, Callable[[], tuple[int, bytes]]] = {
        "/livez": alive,
        "/readyz": ready,
        "/metrics": lambda: (200, exposition()),
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = routes.get(self.path, lambda: (404, b"{}"))()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: probes come every few seconds."""

    return Handler


class WorkHealth:
    """Serves /livez, /readyz and /metrics while the block runs."""

    def __init__(self, bind: str, checks: Sequence[Check]) -> None:
        host, _, port = bind.rpartition(":")
        self._server = ThreadingHTTPServer((host, int(port)), _handler(checks))
        self._server.daemon_threads = True

    def __enter__(self) -> "WorkHealth":
        threading.Thread(target=self._server.serve_forever, name="health", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
