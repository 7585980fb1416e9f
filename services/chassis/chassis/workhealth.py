"""Health of a process without HTTP doors: the same three routes, on loopback (or the pod's address)."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server

from chassis import health
from chassis.broker import AMQPError, connect
from chassis.health import Check


def broker_check(url: str) -> Check:
    """A check that opens a connection to the broker."""

    def check() -> str | None:
        try:
            connect(url).close()
        except (AMQPError, OSError) as fault:
            return f"broker: {type(fault).__name__}"
        return None

    return check


@contextmanager
def work_health(bind: str, checks: Sequence[Check]) -> Iterator[None]:
    """Serve /livez, /readyz and /metrics while the block runs."""
    app = Flask(__name__, static_folder=None)
    health.install(app, list(checks))
    logging.getLogger("werkzeug").setLevel("ERROR")  # probes come every few seconds
    host, _, port = bind.rpartition(":")
    server = make_server(host, int(port), app, threaded=True)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
