"""The day's digest: messages that their reader wishes to have together become one e-mail in the morning."""

from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.clock import PARIS
from chassis.database import Session
from notification.domain.kinds import MessageKind
from notification.domain.message import Move
from notification.store import copies, messages
from notification.usecases.write_message import Draft, write_message

MORNING = time(7, 0)
LONGEST = 50


def last_morning(now: datetime) -> datetime:
    """The latest 7 o'clock in Paris that has passed."""
    today = datetime.combine(now.astimezone(PARIS).date(), MORNING, tzinfo=PARIS)
    if today <= now:
        return today
    return datetime.combine(today.date() - timedelta(days=1), MORNING, tzinfo=PARIS)


def find_readers(session: Session, *, now: datetime) -> list[UUID]:
    """Who has messages of before this morning waiting."""
    return messages.holders(session, last_morning(now))


def fold_digest(session: Session, account_id: UUID, *, now: datetime) -> bool:
    """Write one person's digest of what came before this morning; says whether there was any. Again changes nothing."""
    morning = last_morning(now)
    held = messages.lock_held(session, account_id, before=morning)
    contact = copies.contact(session, account_id)
    if not held:
        return False
    if contact is None or contact["is_erased"]:
        for message in held:
            message.move(Move.DROP, now=now)
        return False
    entries = [
        {"subject": message.subject, "link": message.link, "at": message.created_at.isoformat()} for message in held
    ]
    draft = Draft(
        event_id=uuid5(NAMESPACE_URL, f"digest:{account_id}:{held[-1].message_id}"),
        kind=MessageKind.DAILY_DIGEST,
        recipient=contact,
        facts={"entries": entries[:LONGEST], "count": len(entries), "more": max(0, len(entries) - LONGEST)},
    )
    write_message(session, draft, now=now)
    for message in held:
        message.move(Move.DIGEST, now=now)
    return True
