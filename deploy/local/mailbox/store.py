"""Received mails: one .eml file each, in a folder."""

import itertools
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

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

    @property
    def recipients(self) -> list[str]:
        """Addresses only, in small letters, blind copies included."""
        return [text.strip().lower() for text in str(self.message["X-Envelope-To"] or "").split(",") if text.strip()]

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

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "received_at": self.received_at.isoformat(),
            "from": str(self.message["From"] or ""),
            "to": self.recipients,
            "subject": str(self.message["Subject"] or ""),
            "headers": [[name, str(value)] for name, value in self.message.items()],
            "text": self.body("plain"),
            "html": self.body("html"),
            "attachments": [
                {"name": entry.name, "content_type": entry.content_type, "size": len(entry.content)}
                for entry in self.attachments
            ],
        }


class MailStore:
    """The folder is the whole state: it may be emptied by hand at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._counter = itertools.count()
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, content: bytes, *, recipients: list[str]) -> str:
        """Keeps the envelope's recipients as a header: the message itself hides blind copies."""
        mail_id = f"{time.time_ns():019d}-{next(self._counter) % 10_000:04d}"
        head = f"X-Envelope-To: {', '.join(recipients)}\r\n".encode()
        unfinished = self._folder / f"{mail_id}.part"
        unfinished.write_bytes(head + content)
        os.replace(unfinished, self._folder / f"{mail_id}.eml")
        return mail_id

    def get(self, mail_id: str) -> Mail | None:
        path = self._folder / f"{mail_id}.eml"
        if not path.is_file():
            return None
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        return Mail(mail_id, message)

    def newest_first(self) -> Iterator[Mail]:
        for path in sorted(self._folder.glob("*.eml"), reverse=True):
            mail = self.get(path.stem)
            if mail is not None:
                yield mail

    def sent_to(self, address: str | None) -> Iterator[Mail]:
        """All mails where no address is given."""
        wanted = address.strip().lower() if address else None
        return (mail for mail in self.newest_first() if wanted is None or wanted in mail.recipients)

    def clear(self) -> None:
        for path in self._folder.glob("*.eml"):
            path.unlink(missing_ok=True)
