"""Send one queued message: claim (the task), send, mark.

A worker that dies between the server's yes and the mark sends again under the same Message-ID.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from chassis.database import Session, transaction
from chassis.tasks import DELAYS_S
from notification.channels import dkim_signing, envelopes, letters, smtp, unsubscribing
from notification.channels.envelopes import Sealed
from notification.domain.message import Message, MessageStatus, Move, message_identifier
from notification.domain.topics import TOPIC_OF, may_be_stopped
from notification.store import copies, messages
from notification.usecases.note_bounce import flag_failing_address

Finish = Callable[[Session], None]
# The address itself is refused (RFC 3463 X.1.Z), not this text, size or sender.
_NO_SUCH_ADDRESS = re.compile(r"^5\d\d (?:5\.1\.|(?!5\.))")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How an attempt ended: the move it makes, the address used, the server's words where it said no."""

    move: Move
    address: str | None = None
    failure: str | None = None


def send_message(message_id: UUID, *, attempt: int, now: datetime) -> Finish:
    """Send; what is returned marks the message in the caller's transaction.

    Raises:
        Unavailable: the server cannot be reached or says « later »; on the last attempt the message is marked failed.
    """
    with transaction() as session:
        message = messages.lock(session, message_id)
        contact = copies.contact(session, message.account_id) if message else None
    if message is None or message.status is not MessageStatus.QUEUED:
        return lambda _session: None
    address = message.address or (contact["email"] if contact and not contact["is_erased"] else None)
    if address is None:
        return lambda session: _mark(session, message_id, outcome=Outcome(move=Move.DROP), now=now)
    try:
        sealed = _envelope(message, address)
        dkim_signing.sign(sealed)
        smtp.bound().send(sealed, sender=envelopes.sender(), recipient=address)
    except smtp.Refused as fault:
        outcome = Outcome(move=Move.BOUNCE, address=address, failure=str(fault))
    except smtp.Unavailable as fault:
        if attempt <= len(DELAYS_S):
            _note_failure(message_id, failure=str(fault))
            raise
        outcome = Outcome(move=Move.GIVE_UP, address=address, failure=str(fault))
    else:
        outcome = Outcome(move=Move.SEND, address=address)
    return lambda session: _mark(session, message_id, outcome=outcome, now=now)


def _envelope(message: Message, address: str) -> EmailMessage:
    if message.subject is None or message.text_body is None or message.html_body is None:
        raise ValueError("a queued message has a subject and two bodies")
    return envelopes.envelope(
        Sealed(
            identifier=message.identifier
            or message_identifier(message.event_id, message.account_id, kind=message.kind),
            recipient=address,
            subject=message.subject,
            text=message.text_body,
            html=message.html_body,
            calendar=message.calendar,
            thread=message.enrolment_id,
            written_at=message.created_at,
            stop_url=_stop_url(message),
        )
    )


def _stop_url(message: Message) -> str | None:
    """Where the reader stops e-mails of this topic without signing in, None where they may not."""
    if not may_be_stopped(message.kind):
        return None
    token = unsubscribing.token_for(message.account_id, TOPIC_OF[message.kind])
    return f"{letters.site()}/e-mails/arret/{token}"


def _mark(session: Session, message_id: UUID, *, outcome: Outcome, now: datetime) -> None:
    message = messages.lock(session, message_id)
    if message is None or message.status is not MessageStatus.QUEUED:
        return
    message.move(outcome.move, now=now)
    message.attempts += 1
    message.sent_to, message.last_failure = outcome.address, outcome.failure
    if outcome.move is Move.SEND:
        message.sent_at = now
    if outcome.move is Move.BOUNCE and outcome.failure and _NO_SUCH_ADDRESS.match(outcome.failure):
        flag_failing_address(session, message, reason=outcome.failure, now=now)


def _note_failure(message_id: UUID, *, failure: str) -> None:
    with transaction() as session:
        message = messages.lock(session, message_id)
        if message is not None and message.status is MessageStatus.QUEUED:
            message.attempts += 1
            message.last_failure = failure
