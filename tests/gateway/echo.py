"""A stand-in behind the gateway: answers every request with what it saw of it.

A query may ask for headers of the answer: `?keep=` for Cache-Control, `?vary=` for Vary.

`python -m tests.gateway.echo identity=9001 catalogue=9002 …` serves until killed, for a gateway that others start.
"""

import itertools
import json
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

_CLOSED = "/goes-away"
# Tells an answer that was made now from one that somebody kept.
_NUMBERS = itertools.count(1)


class _Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    name = ""

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        whole = b""
        while size := int(self.rfile.readline(), 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def _answer(self) -> None:
        body = self._body()
        if self.path.endswith(_CLOSED):
            self.close_connection = True
            return
        seen = {
            "service": self.name,
            "method": self.command,
            "path": self.path,
            "headers": [[name.lower(), value] for name, value in self.headers.items()],
            "body_bytes": len(body),
            "number": next(_NUMBERS),
        }
        payload = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        told = parse_qs(urlsplit(self.path).query)
        for name, header in (("keep", "Cache-Control"), ("vary", "Vary")):
            if name in told:
                self.send_header(header, told[name][0])
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _answer  # noqa: N815  # the library's names

    def log_message(self, format: str, *args: object) -> None:  # the name is the library's
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A gateway that closes an idle connection is no news."""


class Echoes:
    """One server per service; port 0 takes a free one."""

    def __init__(self, ports: Mapping[str, int], host: str = "127.0.0.1") -> None:
        self._servers = {
            name: _Server((host, port), type("Echo", (_Echo,), {"name": name})) for name, port in ports.items()
        }
        for server in self._servers.values():
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def addresses(self) -> dict[str, str]:
        """`host:port` by service."""
        return {name: f"127.0.0.1:{server.server_port}" for name, server in self._servers.items()}

    def close(self) -> None:
        """Free the ports."""
        for server in self._servers.values():
            server.shutdown()
            server.server_close()


if __name__ == "__main__":
    Echoes({name: int(port) for name, port in (word.split("=") for word in sys.argv[1:])}, host="0.0.0.0")
    threading.Event().wait()
