"""Reads a stock file of SIRENE record by record from any place, in constant memory."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from identity.domain.sirene import LineFault
from identity.usecases.import_organisations import Record

_HEAD_BYTES = 1 << 16
# A quotation mark that is never closed makes one field of the rest: the reader gives up after this many characters.
_LONGEST_FIELD = 20_000


class SireneFile:
    """A file with its header. `byte_offset` and `lines` say what was read so far; setting them moves."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._file: BinaryIO = path.open("rb")
        self.byte_offset = 0
        self.lines = 0
        self.header = next(csv.reader(self._texts()), [])
        self._first_record = self.byte_offset

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def digest(self) -> bytes:
        """What the file is recognised by when an import goes on: its size, and its first and last 64 KiB."""
        with self.path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            file.seek(max(0, self.size - _HEAD_BYTES))
            return hashlib.sha256(b"%d" % self.size + head + file.read(_HEAD_BYTES)).digest()

    def go_to(self, byte_offset: int, *, lines: int) -> None:
        """Go on where a record begins; the first one where nothing was read yet."""
        if byte_offset > self._first_record:
            self._file.seek(byte_offset)
            self.byte_offset, self.lines = byte_offset, lines

    def records(self) -> Iterator[Record]:
        """Records with the number of their first line, the header being line 1."""
        csv.field_size_limit(_LONGEST_FIELD)
        reader = csv.reader(self._texts())
        while True:
            line = self.lines + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield line, LineFault.UNREADABLE
                continue
            if fields:
                yield line, self._row(fields)

    def _row(self, fields: list[str]) -> dict[str, str] | LineFault:
        if len(fields) != len(self.header):
            return LineFault.WRONG_NUMBER_OF_FIELDS
        if any("\N{REPLACEMENT CHARACTER}" in field for field in fields):
            return LineFault.UNREADABLE
        return dict(zip(self.header, fields, strict=True))

    def _texts(self) -> Iterator[str]:
        for content in self._file:
            self.byte_offset += len(content)
            self.lines += 1
            yield content.decode("utf-8-sig" if self.lines == 1 else "utf-8", errors="replace")
