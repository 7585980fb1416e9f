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
from notification.domain.kinds import SINGLE_USE, MessageKind
from notification.domain.message import Message, MessageStatus, message_identifier
from notification.domain.topics import ALLOWED, TOPIC_OF, Delivery
from notification.store import messages, preferences

TASK = "send_email"
_STATUS_OF = {
    Delivery.AT_ONCE: MessageStatus.QUEUED,
    Delivery.DAILY_DIGEST: MessageStatus.HELD,
    Delivery.OFF: MessageStatus.MUTED,
}


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
    """Compose, and queue or hold as its reader wishes; the same fact, recipient and kind again changes nothing.

    Raises:
        jinja2.UndefinedError: a fact that the template needs is missing.
    """
    letter = letters.compose(draft.kind, {**draft.facts, "recipient": draft.recipient})
    account_id: UUID = draft.recipient["account_id"]
    message = Message(
        message_id=new_id(),
        event_id=draft.event_id,
        account_id=account_id,
        kind=draft.kind,
        status=_STATUS_OF[_delivery(session, draft)],
        created_at=now,
        status_changed_at=now,
        subject=letter.subject,
        text_body=letter.text,
        html_body=letter.html,
        calendar=draft.calendar,
        address=draft.address,
        about_account_id=draft.about,
        enrolment_id=draft.enrolment_id,
        identifier=message_identifier(draft.event_id, account_id, kind=draft.kind),
        link=None if draft.kind in SINGLE_USE else letters.path_of(letter.link),
    )
    if messages.add_once(session, message) and message.status is MessageStatus.QUEUED:
        add_task(session, message.message_id, key=str(message.message_id), now=now)


def _delivery(session: Session, draft: Draft) -> Delivery:
    """As the person wishes; what carries dates for a diary goes at once whatever they wish."""
    topic = TOPIC_OF[draft.kind]
    wishes = preferences.chosen(session, draft.recipient["account_id"])
    return ALLOWED[topic][0] if draft.calendar else wishes.get(topic, ALLOWED[topic][0])


def add_task(session: Session, message_id: UUID, *, key: str, now: datetime) -> None:
    """Have a worker send the message."""
    tasks.add(session, kind=TASK, key=key, payload={"message_id": str(message_id)}, now=now)
