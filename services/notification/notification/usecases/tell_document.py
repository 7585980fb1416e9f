"""An issued document becomes a message to its person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.domain.kinds import MessageKind
from notification.usecases.find_recipients import contact_of
from notification.usecases.gather_facts import circumstances, shown
from notification.usecases.write_message import Draft, write_message

_FIRST = {
    "completion_certificate": MessageKind.DOCUMENT_AVAILABLE,
    "convocation": MessageKind.CONVOCATION_AVAILABLE,
}


def _kind_of(document: Mapping[str, Any]) -> MessageKind | None:
    """None for a statement: the message about the certificate of the same presence speaks of it."""
    first = _FIRST.get(document["kind"])
    return MessageKind.DOCUMENT_REPLACED if first and document.get("replaces_number") else first


def tell_document(session: Session, event: Event, *, now: datetime) -> None:
    """Tell the person that the document is there, or which earlier one it replaces.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    data = event.data
    kind = _kind_of(data)
    if kind is None:
        return
    found = circumstances(session, UUID(data["training_session_id"]))
    recipient = contact_of(session, UUID(data["account_id"]))
    if recipient is None:
        return
    document = {name: data.get(name) for name in ("kind", "number", "replaces_number", "verification_code")}
    draft = Draft(
        event_id=event.id,
        kind=kind,
        recipient=recipient,
        facts={**shown(found), "document": document, "enrolment_id": data["enrolment_id"]},
        enrolment_id=UUID(data["enrolment_id"]),
    )
    write_message(session, draft, now=now)
