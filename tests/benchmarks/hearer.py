"""The consumer of documents with its real handlers, which notes when each message was acknowledged.

`python -m tests.benchmarks.hearer FILE`: a line per message, its id and the monotonic clock; until SIGTERM.
"""

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

from chassis import database
from chassis.consumer import Consumer, Delivery, Hearing
from documents.consumers import CLOSINGS, HEARD
from tests.benchmarks.servers import HEARER

STARTED = "started"


def hearing() -> Hearing:
    return Hearing(heard=HEARD, closings=CLOSINGS)


class NotingConsumer(Consumer):
    """Notes after each batch, when the acknowledgement has been sent."""

    def __init__(self, url: str, *, notes: TextIO) -> None:
        super().__init__(url, service=HEARER, hearing=hearing())
        self._notes = notes
        self._notes.write(f"{STARTED} {time.monotonic()}\n")
        self._notes.flush()

    def _handle(self, batch: list[Delivery], stop: threading.Event) -> None:
        super()._handle(batch, stop)
        acknowledged = time.monotonic()
        for delivery in batch:
            self._notes.write(f"{delivery.message_id} {acknowledged}\n")
        self._notes.flush()


def read_notes(path: Path) -> dict[str, float]:
    """The moment of each message that was acknowledged by now."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {name: float(moment) for name, moment in (line.split() for line in lines)}


def main(path: str) -> int:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    database.bind(os.environ["PP_DATABASE_URL"])
    with Path(path).open("w") as notes:
        NotingConsumer(os.environ["PP_BROKER_URL"], notes=notes).serve(stop)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
