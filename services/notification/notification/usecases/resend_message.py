"""Staff send a message once more, as it was written: to the address of today, at once."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.ids import new_id
from notification.domain.errors import NothingToResend
from notification.domain.kinds import SINGLE_USE
from notification.domain.message import WAITING, Message, MessageStatus, message_identifier
from notification.store import messages
from notification.usecases.write_message import add_task


def resend_message(session: Session, message_id: UUID, *, now: datetime) -> UUID:
    """Queue a copy under a Message-ID of its own; returns its key. The first message stays as it is.

    Raises:
        NotFound: there is no such message.
        NothingToResend: it still waits, was erased with its person, carried a single-use secret, or its copy waits.
    """
    original = messages.lock(session, message_id)
    if original is None:
        raise NotFound
    is_spent = original.erased_at is not None or original.kind in SINGLE_USE
    if is_spent or original.status in WAITING or messages.has_waiting_copy(session, message_id):
        raise NothingToResend(figures={"status": original.status}, next_step="reload")
    event_id = new_id()
    copy = Message(
        message_id=new_id(),
        event_id=event_id,
        account_id=original.account_id,
        kind=original.kind,
        status=MessageStatus.QUEUED,
        created_at=now,
        status_changed_at=now,
        subject=original.subject,
        text_body=original.text_body,
        html_body=original.html_body,
        calendar=original.calendar,
        about_account_id=original.about_account_id,
        enrolment_id=original.enrolment_id,
        identifier=message_identifier(event_id, original.account_id, kind=original.kind),
        # On the site the first one stands already.
        resent_from=original.message_id,
    )
    messages.add_once(session, copy)
    add_task(session, copy.message_id, key=str(copy.message_id), now=now)
    return copy.message_id
