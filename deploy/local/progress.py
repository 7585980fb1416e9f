"""Progress at the terminal, line by line while the work goes on."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from deploy.local import labels

Say = Callable[[str], None]


def seconds(duration_s: float) -> str:
    """In French: « 1,2 »."""
    return f"{duration_s:.1f}".replace(".", ",")


def to_terminal(line: str) -> None:
    print(line, flush=True)


def to_error(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def to_nobody(_line: str) -> None:
    """For tests, which read the logs where something fails."""


class Progress:
    """Says what is ready, and how long after the start."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._started = time.monotonic()

    def line(self, text: str) -> None:
        self._say(text)

    def ready(self, what: str) -> None:
        self._say(labels.READY_AFTER.format(what=what, seconds=seconds(self.elapsed_s)))

    @property
    def elapsed_s(self) -> float:
        return time.monotonic() - self._started


@contextmanager
def timed(say: Say, what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    say(labels.DONE_IN.format(step=what, seconds=seconds(time.monotonic() - started)))
