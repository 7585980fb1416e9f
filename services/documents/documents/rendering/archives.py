"""ZIP archives and tables of text, as spreadsheets of French readers take them."""

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO, StringIO

from chassis.clock import PARIS

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def zip_of(files: Mapping[str, bytes], *, at: datetime) -> bytes:
    """An archive; the same files at the same moment give the same bytes. PDFs and pictures are compressed already."""
    out = BytesIO()
    moment = at.astimezone(PARIS).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=moment)
            entry.external_attr = 0o644 << 16
            is_text = name.endswith((".csv", ".json", ".txt", ".svg"))
            entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            archive.writestr(entry, content)
    return out.getvalue()


def _harmless(value: object) -> str:
    """No spreadsheet takes it for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def csv_of(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Semicolons and a byte order mark."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def safe_name(text: str) -> str:
    """A part of a path inside an archive: nothing that leads elsewhere, at most 60 signs."""
    kept = "".join(sign if sign.isalnum() or sign in " -_'" else "-" for sign in text)
    return " ".join(kept.split()).strip("-")[:60] or "sans-nom"
