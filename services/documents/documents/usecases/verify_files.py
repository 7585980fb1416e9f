"""Check every stored file: its hash against the one kept at its issue, its seal against the certificates of the house.

The hash shows what changed since the issue; the seal shows it also where somebody changed the kept hash as well.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from chassis.database import snapshot
from documents.rendering.seal_check import seal_fault
from documents.store import documents as store
from documents.store import files, seal_certificates

PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Checked:
    """One document's file. `faults`: "missing", or any of "changed" and a SealFault; empty where it is sound."""

    number: str
    file_name: str
    faults: tuple[str, ...]


def _faults(file_name: str, sha256: str, *, own: Collection[str]) -> tuple[str, ...]:
    content = files.get(file_name)
    if content is None:
        return ("missing",)
    changed = () if files.hash_of(content) == sha256 else ("changed",)
    seal = seal_fault(content, own=own)
    return changed if seal is None else (*changed, seal.value)


def verify_files() -> Iterator[Checked]:
    """Every issued document in turn, without holding the database while files are read."""
    after = None
    while True:
        with snapshot() as connection:
            page = store.files_after(connection, after, PAGE)
            own = {row["fingerprint"] for row in seal_certificates.all_of(connection)}
        for row in page:
            faults = _faults(row["file_name"], row["file_sha256"], own=own)
            yield Checked(number=row["number"], file_name=row["file_name"], faults=faults)
        if len(page) < PAGE:
            return
        after = page[-1]["document_id"]
