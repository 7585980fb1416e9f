"""Compare every stored file with the hash kept at its issue."""

from collections.abc import Iterator
from dataclasses import dataclass

from chassis.database import snapshot
from documents.store import documents as store
from documents.store import files

PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One document's file: `fault` is None, "missing" or "changed"."""

    number: str
    file_name: str
    fault: str | None


def _fault(file_name: str, sha256: str) -> str | None:
    content = files.get(file_name)
    if content is None:
        return "missing"
    return None if files.hash_of(content) == sha256 else "changed"


def verify_files() -> Iterator[Checked]:
    """Every issued document in turn, without holding the database while files are read."""
    after = None
    while True:
        with snapshot() as connection:
            page = store.files_after(connection, after, PAGE)
        for row in page:
            fault = _fault(row["file_name"], row["file_sha256"])
            yield Checked(number=row["number"], file_name=row["file_name"], fault=fault)
        if len(page) < PAGE:
            return
        after = page[-1]["document_id"]
