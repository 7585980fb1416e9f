"""Write one message: compose it, keep it, have it sent; all in the caller's transaction, once per fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import tasks
from chassis.database import Session
from chassis.ids import new_id
from notification.channels import letters
from notification.domain.kinds import MessageKind
from notification.domain.message import Message, MessageStatus
from notification.store import messages

TASK = "send_email"


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What one message is made of. `about` is the person of whom it speaks, where that is not the recipient;
    `address` where it goes, where that is not the recipient's present one."""

    event_id: UUID
    kind: MessageKind
    recipient: Mapping[str, Any]
    facts: Mapping[str, Any]
    enrolment_id: UUID | None = None
    about: UUID | None = None
    calendar: str | None = None
    address: str | None = None


def write_message(session: Session, draft: Draft, *, now: datetime) -> None:
    """Compose and queue; the same fact, recipient and kind a second time changes nothing.

    Raises:
        jinja2.UndefinedError: a fact that the template needs is missing.
    """
    letter = letters.compose(draft.kind, {**draft.facts, "recipient": draft.recipient})
    message = Message(
        message_id=new_id(),
        event_id=draft.event_id,
        account_id=draft.recipient["account_id"],
        kind=draft.kind,
        status=MessageStatus.QUEUED,
        created_at=now,
        status_changed_at=now,
        subject=letter.subject,
        text_body=letter.text,
        html_body=letter.html,
        calendar=draft.calendar,
        address=draft.address,
        about_account_id=draft.about,
        enrolment_id=draft.enrolment_id,
    )
    if messages.add_once(session, message):
        add_task(session, message.message_id, key=str(message.message_id), now=now)


def add_task(session: Session, message_id: UUID, *, key: str, now: datetime) -> None:
    """Have a worker send the message."""
    tasks.add(session, kind=TASK, key=key, payload={"message_id": str(message_id)}, now=now)
