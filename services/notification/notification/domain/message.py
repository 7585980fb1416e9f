"""A message: one per fact, recipient and kind; queued, then sent, or not."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from notification.domain.errors import UnknownMove
from notification.domain.kinds import SINGLE_USE, MessageKind


class MessageStatus(StrEnum):
    """`held`: waits for the day's digest; `digested`: went in it. `muted`: on the site only, as its reader wishes.

    `bounced`: a server refused it for good. `complained`: its reader's server reports it as unwanted. `failed`: tried
    for a day in vain. `dropped`: nobody to send to.
    """

    QUEUED = "queued"
    HELD = "held"
    MUTED = "muted"
    SENT = "sent"
    DIGESTED = "digested"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FAILED = "failed"
    DROPPED = "dropped"


WAITING = frozenset({MessageStatus.QUEUED, MessageStatus.HELD})


class Move(StrEnum):
    """What happens to a message."""

    SEND = "send"
    BOUNCE = "bounce"
    GIVE_UP = "give_up"
    DROP = "drop"
    DIGEST = "digest"
    COMPLAIN = "complain"


TRANSITIONS: Mapping[tuple[MessageStatus, Move], MessageStatus] = {
    (MessageStatus.QUEUED, Move.SEND): MessageStatus.SENT,
    (MessageStatus.QUEUED, Move.BOUNCE): MessageStatus.BOUNCED,
    (MessageStatus.QUEUED, Move.GIVE_UP): MessageStatus.FAILED,
    (MessageStatus.QUEUED, Move.DROP): MessageStatus.DROPPED,
    (MessageStatus.HELD, Move.DIGEST): MessageStatus.DIGESTED,
    (MessageStatus.HELD, Move.DROP): MessageStatus.DROPPED,
    # A server that took it may say later that it could not deliver it, or that it was not wanted.
    (MessageStatus.SENT, Move.BOUNCE): MessageStatus.BOUNCED,
    (MessageStatus.SENT, Move.COMPLAIN): MessageStatus.COMPLAINED,
}


@dataclass(eq=False, kw_only=True)
class Message:
    """An e-mail as it was written. Subject and bodies are None once its person was forgotten, or
    once a letter with a link that works once is gone.

    `address` is where it goes, where that is not the account's present one; an `account_id` may then be nobody's yet.
    `about_account_id` is the person of whom it speaks, where that is not the recipient; `sent_to` the address used;
    `link` the page of the site that its button opens; `identifier` the left side of its Message-ID; `resent_from` the
    message that staff sent once more.
    """

    message_id: UUID
    event_id: UUID
    account_id: UUID
    kind: MessageKind
    status: MessageStatus
    created_at: datetime
    status_changed_at: datetime
    subject: str | None
    text_body: str | None
    html_body: str | None
    calendar: str | None = None
    about_account_id: UUID | None = None
    enrolment_id: UUID | None = None
    address: str | None = None
    sent_to: str | None = None
    sent_at: datetime | None = None
    attempts: int = 0
    last_failure: str | None = None
    identifier: str = ""
    link: str | None = None
    read_at: datetime | None = None
    resent_from: UUID | None = None
    erased_at: datetime | None = None

    def move(self, move: Move, *, now: datetime) -> None:
        """Change the status by the table.

        Raises:
            UnknownMove: the table has no such move from here.
        """
        try:
            self.status = TRANSITIONS[self.status, move]
        except KeyError:
            raise UnknownMove(f"{move} from {self.status}") from None
        self.status_changed_at = now
        if self.kind in SINGLE_USE:
            self.subject = self.text_body = self.html_body = None
            self.erased_at = now

    def erase(self, *, now: datetime) -> None:
        """Forget what it says and where it went; that it was sent stays."""
        if (self.status, Move.DROP) in TRANSITIONS:
            self.move(Move.DROP, now=now)
        self.subject = self.text_body = self.html_body = self.calendar = None
        self.address = self.sent_to = self.last_failure = self.link = None
        self.erased_at = now


def message_identifier(event_id: UUID, account_id: UUID, *, kind: MessageKind) -> str:
    """The left side of the Message-ID: the same for the same fact, so that a duplicate is recognised."""
    return hashlib.sha256(f"{event_id}:{account_id}:{kind.value}".encode()).hexdigest()[:40]
