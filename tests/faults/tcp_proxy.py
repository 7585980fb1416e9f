"""A small TCP proxy on loopback that can hold either direction: the cut cable of the fault tests."""

import socket
import threading
from types import TracebackType

CHUNK_BYTES = 65_536
ACCEPT_TIMEOUT_S = 0.2


class TcpProxy:
    """Forwards connections to `target`; `hold_requests` and `hold_answers` keep bytes back until `release`."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(ACCEPT_TIMEOUT_S)
        self._requests_flow = threading.Event()
        self._answers_flow = threading.Event()
        self._closed = threading.Event()
        self._sockets: list[socket.socket] = []
        self.release()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where clients connect."""
        return int(self._listener.getsockname()[1])

    def hold_requests(self) -> None:
        """Keep back what clients send from now on."""
        self._requests_flow.clear()

    def hold_answers(self) -> None:
        """Keep back what the target sends from now on."""
        self._answers_flow.clear()

    def release(self) -> None:
        """Let everything flow again, what was kept back first."""
        self._requests_flow.set()
        self._answers_flow.set()

    def drop_what_is_held(self) -> None:
        """Cut every connection without handing on what was kept back, then forward new connections freely."""
        held, self._sockets = self._sockets, []
        _close(*held)
        self.release()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                client, _ = self._listener.accept()
            except (TimeoutError, OSError):
                continue
            server = socket.create_connection(self.target)
            self._sockets += [client, server]
            self._pump(client, server, self._requests_flow)
            self._pump(server, client, self._answers_flow)

    def _pump(self, source: socket.socket, sink: socket.socket, flow: threading.Event) -> None:
        def run() -> None:
            try:
                while chunk := source.recv(CHUNK_BYTES):
                    flow.wait()
                    sink.sendall(chunk)  # fails where the connection was dropped meanwhile
                sink.shutdown(socket.SHUT_WR)
            except OSError:
                _close(source, sink)

        threading.Thread(target=run, daemon=True).start()

    def close(self) -> None:
        """Cut every connection."""
        self._closed.set()
        self.release()
        _close(self._listener, *self._sockets)

    def __enter__(self) -> "TcpProxy":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _close(*sockets: socket.socket) -> None:
    for each in sockets:
        each.close()
