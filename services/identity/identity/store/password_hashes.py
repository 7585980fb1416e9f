"""Argon2id by argon2-cffi, with a bound on simultaneous hashes: a flood of sign-ins leaves room for the rest."""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from prometheus_client import Counter

from identity.domain.errors import HashingBusy

# OWASP password storage cheat sheet: m = 19 MiB, t = 2, p = 1.
_HASHER = PasswordHasher(memory_cost=19_456, time_cost=2, parallelism=1)
WAIT_S = 2.0
HASHES = Counter("parcourspro_password_hashes_total", "Argon2id hashes computed")


class Gate:
    """At most `running` at once and `waiting` behind them; whoever comes then is turned away at once."""

    def __init__(self, *, running: int, waiting: int) -> None:
        self._running = threading.BoundedSemaphore(running)
        self._places = threading.BoundedSemaphore(running + waiting)

    @contextmanager
    def passage(self) -> Iterator[None]:
        """
        Raises:
            HashingBusy: no place, or no turn within two seconds.
        """
        if not self._places.acquire(blocking=False):
            raise HashingBusy(next_step="try-again")
        try:
            if not self._running.acquire(timeout=WAIT_S):
                raise HashingBusy(next_step="try-again")
            try:
                HASHES.inc()
                yield
            finally:
                self._running.release()
        finally:
            self._places.release()


_gate = Gate(running=2, waiting=1)
# Of a password that nobody knows: verified where no account is, so that both cases take the same time.
_nobodys_hash = _HASHER.hash("b64c1f5e-nobody-5e1f46cb")


def configure(*, running: int, waiting: int) -> None:
    """Set the bound of this process."""
    global _gate
    _gate = Gate(running=running, waiting=waiting)


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    """The encoded hash, parameters and salt included.

    Raises:
        HashingBusy: too many at once.
    """
    with _gate.passage():
        return _HASHER.hash(_normalised(password))


def matches(encoded: str | None, unverified_password: str) -> bool:
    """Whether the password is the one of this hash; without a hash, no, after the same time.

    Raises:
        HashingBusy: too many at once.
    """
    with _gate.passage():
        try:
            _HASHER.verify(encoded or _nobodys_hash, _normalised(unverified_password))
        except (VerificationError, InvalidHashError):
            return False
    return encoded is not None


def is_outdated(encoded: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(encoded)
