"""A gateway as a client sees it, and HAProxy started for the tests where no other gateway is given."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deploy.local.packages import find_program
from tests.gateway.tokens import Signer

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# Not on a plain user's PATH; where it is missing, the name itself tells so.
HAPROXY = find_program("haproxy") or "haproxy"
READY_S = 10.0


@dataclass(frozen=True)
class Answer:
    """Names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def seen(self) -> dict[str, str]:
        """The headers that reached the service."""
        return dict(self.json()["headers"])

    def is_problem(self, code: str) -> bool:
        problem = self.json() if self.headers.get("content-type") == "application/problem+json" else {}
        return problem.get("code") == code and problem.get("status") == self.status


@dataclass
class Door:
    """An address, and the signer whose tokens it takes."""

    address: str
    signer: Signer

    def ask(self, method: str, path: str, *, token: str | None = None, body: Any = None, **headers: str) -> Answer:
        """One request on a connection of its own; underscores in names of headers become hyphens."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            given["Authorization"] = f"Bearer {token}"
        return self.send(method, path, headers=given, body=body)

    def send(self, method: str, path: str, *, headers: Mapping[str, str], body: Any = None) -> Answer:
        """One request with exactly these headers; an iterable body goes out in chunks."""
        connection = http.client.HTTPConnection(self.address, timeout=20)
        try:
            connection.request(method, path, body=body, headers=dict(headers))
            response = connection.getresponse()
            return Answer(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )
        finally:
            connection.close()

    def raw(self, text: bytes) -> bytes:
        """Bytes as they are; the answer until the gateway closes."""
        host, port = self.address.split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(text)
            whole = b""
            while more := connection.recv(65536):
                whole += more
            return whole

    def raw_slowly(self, pieces: Iterable[bytes]) -> bytes:
        """Piece by piece; the gateway may answer and close before the last."""
        host, port = self.address.split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            with suppress(ConnectionError):
                for piece in pieces:
                    connection.sendall(piece)
            with suppress(ConnectionError):
                return connection.recv(65536)
        return b""

    @property
    def token(self) -> str:
        return self.signer.token()


def of_url(url: str, signer: Signer) -> Door:
    return Door(urlsplit(url).netloc, signer)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def render(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """The renderer as an operator calls it."""
    command = [sys.executable, "-m", "gateway.render", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@dataclass
class HAProxy:
    """HAProxy from the rendered state files; the folder holds its keys, addresses and configuration."""

    folder: Path
    addresses: Mapping[str, str]
    patches: Iterable[Path] = (HERE / "patch.yaml",)
    listen: str = ""
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.listen = self.listen or f"127.0.0.1:{free_port()}"
        self.keys.mkdir(exist_ok=True)
        (self.folder / "addresses.json").write_text(json.dumps(self.addresses))

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def configuration(self) -> Path:
        return self.folder / "haproxy.cfg"

    def render(self) -> None:
        words: list[str | Path] = ["--target", "haproxy", "--environment", "local", "--listen", self.listen]
        words += ["--keys", self.keys, "--addresses", self.folder / "addresses.json", "--output", self.configuration]
        for patch in self.patches:
            words += ["--patch", patch]
        done = render(*words)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        self.render()
        output = (self.folder / "haproxy.log").open("wb")
        self.process = subprocess.Popen(
            [HAPROXY, "-W", "-db", "-f", str(self.configuration)], stdout=output, stderr=subprocess.STDOUT
        )
        self._wait_until_open()

    def reload(self) -> None:
        """As after a rotation of keys."""
        assert self.process is not None
        self.render()
        self.process.send_signal(signal.SIGUSR2)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=10)

    def _wait_until_open(self) -> None:
        host, port = self.listen.split(":")
        until = time.monotonic() + READY_S
        while True:
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
                return
            except ConnectionRefusedError:
                assert time.monotonic() < until, (self.folder / "haproxy.log").read_text()
                time.sleep(0.05)
