"""`load-communes FILE`: the communes of Nouvelle-Aquitaine from an open dataset in CSV, see `domain.communes`."""

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from catalogue.domain.communes import Commune, communes_of, heading
from catalogue.usecases.keep_communes import keep_communes
from chassis.database import transaction

MOST_FAULTS_SHOWN = 10


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line numbers and columns by name.

    Raises:
        ValueError: the heading is of neither layout.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        delimiter = ";" if first.count(";") > first.count(",") else ","
        names = heading(next(csv.reader([first], delimiter=delimiter), []))
        lines = csv.DictReader(file, fieldnames=names, delimiter=delimiter)
        for row in lines:
            yield lines.line_num + 1, row


def read_communes(path: Path) -> tuple[list[Commune], list[int]]:
    """The communes of the file, and the numbers of lines that tell none.

    Raises:
        ValueError: the file is of neither layout, or not in UTF-8.
        OSError: it cannot be read.
    """
    faults: list[int] = []
    return list(communes_of(_rows(path), faults=faults)), faults


def run(arguments: list[str]) -> int:
    """Status 2 where the call is wrong, 1 where the file tells no commune: nothing is changed then."""
    if len(arguments) != 1:
        print("usage: python -m catalogue load-communes FILE", file=sys.stderr)
        return 2
    try:
        communes, faults = read_communes(Path(arguments[0]))
    except (OSError, ValueError, csv.Error) as fault:
        print(f"catalogue: {arguments[0]} cannot be read: {fault}", file=sys.stderr)
        return 1
    if faults:
        shown = ", ".join(str(number) for number in faults[:MOST_FAULTS_SHOWN])
        more = " …" if len(faults) > MOST_FAULTS_SHOWN else ""
        print(f"catalogue: {len(faults)} lines without a whole commune: {shown}{more}", file=sys.stderr)
    if not communes:
        print("catalogue: no commune of Nouvelle-Aquitaine in this file", file=sys.stderr)
        return 1
    with transaction() as session:
        kept = keep_communes(session, communes)
    print(f"{kept} communes")
    return 0
