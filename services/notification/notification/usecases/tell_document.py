"""An issued document becomes a message to its person."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.domain.kinds import MessageKind
from notification.usecases.find_recipients import contact_of
from notification.usecases.gather_facts import circumstances, shown
from notification.usecases.write_message import Draft, write_message


def tell_document(session: Session, event: Event, *, now: datetime) -> None:
    """Tell the person that the document is there.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    data = event.data
    found = circumstances(session, UUID(data["training_session_id"]))
    recipient = contact_of(session, UUID(data["account_id"]))
    if recipient is None:
        return
    draft = Draft(
        event_id=event.id,
        kind=MessageKind.DOCUMENT_AVAILABLE,
        recipient=recipient,
        facts={**shown(found), "document": {"number": data["number"]}},
        enrolment_id=UUID(data["enrolment_id"]),
    )
    write_message(session, draft, now=now)
