"""Lines as files for a spreadsheet: CSV as French Excel reads it, and XLSX; both are streamed."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import xlsxwriter

from web import labels
from web.pages.formats import instant_day, instant_time

CHUNK = 64 * 1024
# A cell that begins so is a formula to a spreadsheet (OWASP, « CSV injection »).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = Mapping[str, Any]
Cell = str | int | float


def neutral(cell: Cell) -> Cell:
    """A text that a spreadsheet would calculate gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell


def columns_of(kind: str) -> list[str]:
    """The names of the columns of one kind of export, in their order."""
    return [*labels.exports.COMMON, *labels.exports.OF_KIND[kind]]


def _name(given: Any, family: Any) -> str:
    return f"{given or ''} {family or ''}".strip()


def _day(value: str | None) -> str:
    return "/".join(reversed(value.split("-"))) if value else ""


def _instant(value: str | None) -> str:
    return f"{instant_day(value)} {instant_time(value)}" if value else ""


def _cell(row: Row, column: str) -> Cell:
    """What stands in one column of one line."""
    value = row.get(column)
    if column in ("requested_at", "decided_at", "presence_recorded_at"):
        return _instant(value)
    if column in ("first_day", "last_day"):
        return _day(value)
    if column in ("net_minutes", "planned_minutes"):
        return int(value) if value is not None else ""
    if column == "decider":
        return _name(row.get("decider_given_name"), row.get("decider_family_name"))
    words = labels.exports.WORDS.get(column)
    if words is not None:
        return words.get(str(value), "") if value is not None else ""
    return str(value) if value is not None else ""


def cells_of(rows: Iterable[Row], kind: str) -> Iterator[list[Cell]]:
    """The heading, then the lines, each cell harmless."""
    columns = columns_of(kind)
    yield [labels.exports.COLUMNS[column] for column in columns]
    for row in rows:
        yield [neutral(_cell(row, column)) for column in columns]


def csv_file(rows: Iterable[Row], kind: str) -> Iterator[bytes]:
    """Semicolons and a byte-order mark: what French Excel opens without asking."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    line.write(_BOM)
    for cells in cells_of(rows, kind):
        writer.writerow(cells)
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def xlsx_file(rows: Iterable[Row], kind: str) -> Iterator[bytes]:
    """Written row by row into a file of its own, then read in pieces."""
    with tempfile.TemporaryFile() as kept:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(kept, options) as book:
            sheet = book.add_worksheet(labels.exports.KINDS[kind][:31])
            heading = book.add_format({"bold": True})
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(columns_of(kind)) - 1, 22)
            for number, cells in enumerate(cells_of(rows, kind)):
                for position, cell in enumerate(cells):
                    sheet.write(number, position, cell, None if number else heading)
        kept.seek(0)
        while chunk := kept.read(CHUNK):
            yield chunk
