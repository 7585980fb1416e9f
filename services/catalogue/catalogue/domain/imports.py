"""An import: a file that arrives in parts, is checked whole, and then taken offer by offer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalogue.domain.editors import Editor
from catalogue.domain.offers import ImportTerms
from catalogue.domain.training_actions import Access
from chassis.errors import DomainError

MOST_PARTS = 2_000
KEPT_FAULTS = 10_000


class ImportStatus(StrEnum):
    """`waiting` for a worker; `failed` took nothing; `abandoned` never arrived whole."""

    UPLOADING = "uploading"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    ABANDONED = "abandoned"


class ImportNotOpen(DomainError):
    """Its file arrived already, or never will."""

    code = "import-not-open"
    title = "The import takes no more of its file"


class PartOutOfOrder(DomainError):
    """Parts arrive one after the other, from 1; the last one may be sent again, unchanged."""

    code = "part-out-of-order"
    title = "Another part of the file is expected"


class ImportTooLarge(DomainError):
    """Larger files are for the command of the operators."""

    code = "import-too-large"
    title = "The file has too many parts"


@dataclass(eq=False)
class Import:
    """`formations` is known once the file was checked; the other counts grow while it is taken."""

    import_id: UUID
    file_name: str
    status: ImportStatus
    type_code: str
    theme_code: str
    access: Access
    capacity: int
    publish: bool
    account_id: UUID
    role: str
    begun_at: datetime
    parts: int = 0
    bytes: int = 0
    formations: int | None = None
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    published: int = 0
    sessions: int = 0
    faulty: int = 0
    remarks: int = 0
    failure: dict[str, Any] | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def terms(self) -> ImportTerms:
        """What staff decided for what the file does not tell."""
        return ImportTerms(
            type_code=self.type_code,
            theme_code=self.theme_code,
            access=self.access,
            capacity=self.capacity,
            publish=self.publish,
        )

    @property
    def editor(self) -> Editor:
        """In whose name offers are taken."""
        return Editor(account_id=self.account_id, role=self.role, is_staff=True)

    def check_open(self) -> None:
        """
        Raises:
            ImportNotOpen
        """
        if self.status is not ImportStatus.UPLOADING:
            raise ImportNotOpen(figures={"status": self.status})

    def add_part(self, number: int, *, size: int) -> bool:
        """Count a part; False where it is the last one sent again.

        Raises:
            ImportNotOpen, PartOutOfOrder, ImportTooLarge
        """
        self.check_open()
        if number == self.parts and number > 0:
            return False
        if number != self.parts + 1:
            raise PartOutOfOrder(figures={"expected": self.parts + 1, "found": number})
        if number > MOST_PARTS:
            raise ImportTooLarge(figures={"most_parts": MOST_PARTS})
        self.parts += 1
        self.bytes += size
        return True

    def wait(self) -> None:
        """The file is whole: a worker may take it.

        Raises:
            ImportNotOpen
            PartOutOfOrder: not one part has arrived.
        """
        self.check_open()
        if self.parts == 0:
            raise PartOutOfOrder(figures={"expected": 1, "found": 0})
        self.status = ImportStatus.WAITING

    def start(self, *, formations: int, now: datetime) -> None:
        """Begin, or begin anew after a worker died: what was taken is recognised."""
        self.status, self.formations, self.started_at = ImportStatus.RUNNING, formations, now
        self.read = self.created = self.updated = self.unchanged = 0
        self.published = self.sessions = self.faulty = self.remarks = 0

    def end(self, *, now: datetime) -> None:
        """Every offer was looked at."""
        self.status, self.ended_at = ImportStatus.DONE, now

    def fail(self, failure: dict[str, Any], *, now: datetime) -> None:
        """The file cannot be read; nothing of it was taken."""
        self.status, self.failure, self.ended_at = ImportStatus.FAILED, failure, now

    def abandon(self, *, now: datetime) -> None:
        """The rest of the file never came."""
        self.status, self.ended_at = ImportStatus.ABANDONED, now
