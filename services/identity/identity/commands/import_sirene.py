"""`python -m identity import-organisations FILE` and `import-legal-units FILE`: SIRENE's stock files, unzipped.

Started again with the same file, an import goes on where it stopped. Progress goes to stderr, what was left out to
stdout: one line each, with its number and the reason.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from chassis.clock import now
from chassis.database import Session, transaction
from identity.commands.sirene_file import SireneFile
from identity.domain.sirene import ESTABLISHMENT_COLUMNS, LEGAL_UNIT_COLUMNS, LineFault, missing_columns
from identity.store.imports import Checkpoint, open_checkpoint
from identity.usecases.import_organisations import Record, import_establishments, import_legal_units

BATCH = 500
_Import = Callable[[Session, Sequence[Record], Checkpoint], dict[int, LineFault]]


def _arguments(command: str, arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m identity {command}")
    parser.add_argument("file", type=Path)
    parser.add_argument("--restart", action="store_true", help="from the beginning, also where it was finished")
    if command == "import-organisations":
        parser.add_argument(
            "--departments", default="", help="beginnings of postcodes, separated by commas: 16,17,19…; all by default"
        )
    return parser.parse_args(arguments)


def run_organisations(arguments: list[str]) -> int:
    """StockEtablissement. Status 2 where the file has not its columns."""
    given = _arguments("import-organisations", arguments)
    departments = frozenset(part.strip() for part in given.departments.split(",") if part.strip())

    def do(session: Session, records: Sequence[Record], checkpoint: Checkpoint) -> dict[int, LineFault]:
        return import_establishments(session, records, departments=departments, checkpoint=checkpoint, now=now())

    return _run(given.file, ESTABLISHMENT_COLUMNS, do, restart=given.restart)


def run_legal_units(arguments: list[str]) -> int:
    """StockUniteLegale. Status 2 where the file has not its columns."""
    given = _arguments("import-legal-units", arguments)

    def do(session: Session, records: Sequence[Record], checkpoint: Checkpoint) -> dict[int, LineFault]:
        return import_legal_units(session, records, checkpoint=checkpoint)

    return _run(given.file, LEGAL_UNIT_COLUMNS, do, restart=given.restart)


def _run(path: Path, columns: Sequence[str], do: _Import, *, restart: bool) -> int:
    with SireneFile(path) as file:
        missing = missing_columns(file.header, columns)
        if missing:
            sys.stderr.write(f"{path.name} is no such file of SIRENE: no {', '.join(missing)}\n")
            return 2
        digest = file.digest()
        with transaction() as session:
            checkpoint = open_checkpoint(session, digest, file_name=path.name, restart=restart, now=now())
        if checkpoint.finished_at is not None:
            sys.stderr.write(f"{path.name} was imported already; --restart does it again\n")
            return 0
        if checkpoint.lines:
            sys.stderr.write(f"going on after line {checkpoint.lines}\n")
        file.go_to(checkpoint.byte_offset, lines=checkpoint.lines)
        records = file.records()
        while checkpoint.finished_at is None:
            checkpoint = _one_batch(file, list(islice(records, BATCH)), do, digest=digest)
    told = ", ".join(f"{number} {name}" for name, number in sorted(checkpoint.counts.items()))
    sys.stdout.write(f"{checkpoint.lines} lines: {told or 'nothing'}\n")
    return 0


def _one_batch(file: SireneFile, batch: list[Record], do: _Import, *, digest: bytes) -> Checkpoint:
    """The checkpoint is locked and read anew: two imports of one file at once do the work once."""
    with transaction() as session:
        checkpoint = open_checkpoint(session, digest, file_name=file.path.name, restart=False, now=now())
        if batch and batch[0][0] <= checkpoint.lines:
            raise SystemExit("another import of this file is running; start this one again when it is over")
        checkpoint.byte_offset, checkpoint.lines = file.byte_offset, file.lines
        checkpoint.finished_at = None if batch else now()
        faults = do(session, batch, checkpoint)
    for line, fault in faults.items():
        sys.stdout.write(f"line {line}: {fault.value}\n")
    share = 100 * checkpoint.byte_offset / max(1, file.size)
    sys.stderr.write(f"{share:5.1f} %, {checkpoint.lines} lines, {checkpoint.counts.get('faults', 0)} left out\n")
    return checkpoint
