"""The PDF files: immutable, named after the document and the hash of their content."""

import hashlib

from chassis.storage import Missing, Store

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
    """Keep a file; the same one again is no change."""
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
