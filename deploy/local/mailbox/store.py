"""Received mails: one .eml file each, in a folder."""

import itertools
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

# Our own first line of each file.
ENVELOPE = "X-Envelope-To"
PARSED_AT_ONCE = 500
ID_PATTERN = r"[0-9]{19}-[0-9]{4}"


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes


def _bytes_of(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


@dataclass(frozen=True)
class Mail:
    """`id` sorts by arrival: nanoseconds since 1970, and a counter."""

    id: str
    message: EmailMessage

    @property
    def received_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.id.partition("-")[0]) / 1e9, tz=UTC)

    @cached_property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @cached_property
    def recipients(self) -> list[str]:
        """Addresses only, in small letters, blind copies included."""
        return _addresses(str(self.message[ENVELOPE] or ""))

    def body(self, kind: str) -> str | None:
        """The text of the part `plain` or `html`, None where the mail has none."""
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else None

    @property
    def attachments(self) -> list[Attachment]:
        return [
            Attachment(
                name=part.get_filename() or f"attachment-{number}",
                content_type=part.get_content_type(),
                content=_bytes_of(part),
            )
            for number, part in enumerate(self.message.iter_attachments())
        ]

    @cached_property
    def as_json(self) -> dict[str, Any]:
        """Kept: the library parses a header anew at each reading."""
        return {
            "id": self.id,
            "received_at": self.received_at.isoformat(),
            "from": str(self.message["From"] or ""),
            "to": self.recipients,
            "subject": self.subject,
            "headers": [[name, str(value)] for name, value in self.message.items()],
            "text": self.body("plain"),
            "html": self.body("html"),
            "attachments": [
                {"name": entry.name, "content_type": entry.content_type, "size": len(entry.content)}
                for entry in self.attachments
            ],
        }


def _addresses(text: str) -> list[str]:
    return [entry.strip().lower() for entry in text.split(",") if entry.strip()]


def _recipients_of(path: Path) -> list[str]:
    with path.open("rb") as content:
        return _addresses(content.readline().decode(errors="replace").partition(":")[2])


@lru_cache(maxsize=PARSED_AT_ONCE)
def _parsed(path: Path) -> Mail:
    """A mail never changes, and parsing one takes milliseconds."""
    return Mail(path.stem, message_from_bytes(path.read_bytes(), policy=policy.default))


class MailStore:
    """The folder is the whole state: it may be emptied by hand at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._counter = itertools.count()
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, content: bytes, *, recipients: list[str]) -> str:
        """Keeps the envelope's recipients as a header: the message itself hides blind copies."""
        mail_id = f"{time.time_ns():019d}-{next(self._counter) % 10_000:04d}"
        head = f"{ENVELOPE}: {', '.join(recipients)}\r\n".encode()
        unfinished = self._folder / f"{mail_id}.part"
        unfinished.write_bytes(head + content)
        os.replace(unfinished, self._folder / f"{mail_id}.eml")
        return mail_id

    def get(self, mail_id: str) -> Mail | None:
        path = self._folder / f"{mail_id}.eml"
        return _parsed(path) if path.is_file() else None

    def ids_sent_to(self, address: str | None) -> list[str]:
        """Newest first; of all mails where no address is given. Reads one line of each, parses none."""
        wanted = address.strip().lower() if address else None
        newest_first = sorted(self._folder.glob("*.eml"), reverse=True)
        return [path.stem for path in newest_first if wanted is None or wanted in _recipients_of(path)]

    def sent_to(self, address: str | None, *, limit: int) -> list[Mail]:
        """The newest ones."""
        found = (self.get(mail_id) for mail_id in self.ids_sent_to(address)[:limit])
        return [mail for mail in found if mail is not None]

    def clear(self) -> None:
        for path in self._folder.glob("*.eml"):
            path.unlink(missing_ok=True)
