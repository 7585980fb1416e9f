"""Argon2id by argon2-cffi, with a bound on simultaneous hashes, computed by threads that step back behind all others:
a flood of sign-ins leaves room for the rest."""

import os
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from prometheus_client import Counter

from identity.domain.errors import HashingBusy

# OWASP password storage cheat sheet: m = 19 MiB, t = 2, p = 1.
_HASHER = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
HASHES = Counter("parcourspro_password_hashes_total", "Argon2id hashes computed")


class Gate:
    """At most `running` at once and `waiting` behind them; whoever comes then is turned away at once."""

    def __init__(self, *, running: int, waiting: int) -> None:
        self._running = threading.BoundedSemaphore(running)
        self._places = threading.BoundedSemaphore(running + waiting)
        self._mine = threading.local()

    @contextmanager
    def place(self) -> Iterator[None]:
        """Room for one, this thread; within it `passage` needs none of its own.

        Raises:
            HashingBusy: there is none.
        """
        if getattr(self._mine, "has_place", False):
            yield
            return
        if not self._places.acquire(blocking=False):
            raise HashingBusy(next_step="try-again")
        self._mine.has_place = True
        try:
            yield
        finally:
            self._mine.has_place = False
            self._places.release()

    @contextmanager
    def passage(self) -> Iterator[None]:
        """A turn; the wait for it is as long as the hashes of those before.

        Raises:
            HashingBusy: no place.
        """
        with self.place(), self._running:
            HASHES.inc()
            yield


_Found = TypeVar("_Found")
# Nice values go from -20 to 19; Linux keeps one for each thread.
_STEP_BACK = 10


def _step_back() -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _STEP_BACK)


def _background(running: int) -> ThreadPoolExecutor:
    """Its threads begin with the first hash, so a fork before that does no harm."""
    return ThreadPoolExecutor(max_workers=running, thread_name_prefix="argon2", initializer=_step_back)


_gate = Gate(running=1, waiting=1)
_threads = _background(1)
# Of a password that nobody knows: verified where no account is, so that both cases take the same time.
_nobodys_hash = _HASHER.hash("b64c1f5e-nobody-5e1f46cb")


def configure(*, running: int, waiting: int) -> None:
    """Set the bound of this process."""
    global _gate, _threads
    _gate, _threads = Gate(running=running, waiting=waiting), _background(running)


def place() -> AbstractContextManager[None]:
    """Held by whatever counts an attempt, or writes at all, before it hashes: no room, and nothing was written.

    Raises:
        HashingBusy: too many at once.
    """
    return _gate.place()


def _compute(work: Callable[[], _Found]) -> _Found:
    """
    Raises:
        HashingBusy: too many at once.
    """
    with _gate.passage():
        return _threads.submit(work).result()


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The encoded hash, parameters and salt included.

    Raises:
        HashingBusy: too many at once.
    """
    return _compute(lambda: _HASHER.hash(_normalised(password)))


def matches(encoded: str | None, unverified_password: str) -> bool:
    """Whether the password is the one of this hash; without a hash, no, after the same time.

    Raises:
        HashingBusy: too many at once.
    """
    try:
        _compute(lambda: _HASHER.verify(encoded or _nobodys_hash, _normalised(unverified_password)))
    except (VerificationError, InvalidHashError):
        return False
    return encoded is not None


def is_outdated(encoded: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(encoded)
