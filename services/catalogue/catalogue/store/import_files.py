"""Files that wait to be imported, in the parts in which they arrived."""

from collections.abc import Iterator
from uuid import UUID

from chassis.storage import Clash, Store

_store: Store | None = None


def bind(store: Store) -> None:
    """Name the place of the files for this process."""
    global _store
    _store = store


def _bound() -> Store:
    if _store is None:
        raise RuntimeError("no file store is bound to this process")
    return _store


def _name(import_id: UUID, number: int) -> str:
    return f"imports/{import_id}/{number:06d}"


def put(import_id: UUID, number: int, *, content: bytes) -> bool:
    """Keep a part; False where another content is there under this number."""
    try:
        _bound().put(_name(import_id, number), content)
    except Clash:
        return False
    return True


def chunks(import_id: UUID, *, parts: int) -> Iterator[bytes]:
    """The file from its beginning, one part in memory at a time."""
    for number in range(1, parts + 1):
        yield _bound().get(_name(import_id, number))


def delete(import_id: UUID, *, parts: int) -> None:
    """Remove every part, also where one is missing."""
    for number in range(1, parts + 2):
        _bound().delete(_name(import_id, number))
