"""The files: immutable; a name once given never gets another content."""

import hashlib

from chassis.storage import Clash, Missing, Store

__all__ = ["Clash", "bind", "delete", "get", "hash_of", "put"]

_store: Store | None = None


def bind(store: Store) -> None:
    """Name the place of the files for this process."""
    global _store
    _store = store


def _bound() -> Store:
    if _store is None:
        raise RuntimeError("no file store is bound to this process")
    return _store


def hash_of(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def put(name: str, content: bytes) -> None:
    """Keep a file; the same one again is no change. Raises Clash where another content has the name."""
    _bound().put(name, content)


def get(name: str) -> bytes | None:
    """The file, None where it is missing."""
    try:
        return _bound().get(name)
    except Missing:
        return None


def delete(name: str) -> None:
    """Remove a file, also where there is none."""
    _bound().delete(name)
