"""Files for a spreadsheet: what stands in them, that no cell calculates, and that they are written as lines come."""

import io
import zipfile
from collections.abc import Iterator

import pytest

from web.pages.export_files import cells_of, columns_of, csv_file, neutral, xlsx_file

ROW = {
    "family_name": "Proviste",
    "given_name": "Alain",
    "email": "alain.proviste@example.org",
    "action_title": "Bilan ; suite",
    "first_day": "2026-12-21",
    "requested_at": "2026-11-23T09:00:00Z",
    "status": "requested",
    "motivation": '=HYPERLINK("https://example.org")',
    "uses_right": False,
    "reason_code": "service_needs",
}


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "  ="])
def test_a_cell_that_would_calculate_is_a_text(begins: str) -> None:
    assert neutral(f"{begins}1+1") == f"'{begins}1+1"


@pytest.mark.parametrize("cell", ["Alain", "a=b", "3", 12, ""])
def test_a_harmless_cell_stays_as_it_is(cell: str | int) -> None:
    assert neutral(cell) == cell


def test_a_csv_opens_in_french_excel() -> None:
    text = b"".join(csv_file([ROW], "requests")).decode()
    heading, line, *rest = text.split("\r\n")
    assert heading.startswith("\ufeffNom;Prénom;E-mail;Action;")
    assert line.startswith('Proviste;Alain;alain.proviste@example.org;"Bilan ; suite";')
    assert "21/12/2026" in line
    assert "23/11/2026 10:00;Demande d'inscription;\"'=HYPERLINK" in line
    assert "non" in line
    assert rest == [""]


def test_an_xlsx_holds_texts_and_no_formula() -> None:
    content = b"".join(xlsx_file([ROW, {**ROW, "motivation": "@SUM(1)"}], "requests"))
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "'=HYPERLINK" in sheet.replace("&apos;", "'").replace("&#39;", "'")
    assert "'@SUM(1)" in sheet.replace("&apos;", "'").replace("&#39;", "'")


def test_a_csv_leaves_line_by_line() -> None:
    taken: list[int] = []

    def rows() -> Iterator[dict[str, object]]:
        for number in range(1_000):
            taken.append(number)
            yield ROW

    pieces = csv_file(rows(), "requests")
    next(pieces)
    next(pieces)
    assert len(taken) == 1


@pytest.mark.parametrize("kind", ["requests", "decisions", "presences"])
def test_every_line_has_a_cell_for_every_column(kind: str) -> None:
    heading, line = cells_of([ROW], kind)
    assert len(heading) == len(line) == len(columns_of(kind))
