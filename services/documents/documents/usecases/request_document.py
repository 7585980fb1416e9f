"""A recorded presence asks for its certificate, and takes back what it overtakes."""

from datetime import datetime
from uuid import UUID

from chassis import outbox, tasks
from chassis.database import Session
from documents.domain.document import Document, DocumentKind, DocumentStatus, Move, Presence, request_for
from documents.domain.events import document_event
from documents.store import copies
from documents.store import documents as store

TASK = "issue_document"


def request_document(session: Session, *, enrolment_id: UUID, now: datetime) -> None:
    """Ask for the certificate of the presence as last told; a presence already asked for changes nothing.

    No minute attended, no certificate: one issued before the correction is revoked.
    """
    presence = copies.presence(session, enrolment_id)
    known = store.lock_of_enrolment(session, enrolment_id, kind=DocumentKind.COMPLETION_CERTIFICATE)
    if presence is None or any(document.presence_version >= presence.version for document in known):
        return
    for document in known:
        _overtake(session, document, presence=presence, now=now)
    if presence.net_minutes > 0:
        document = request_for(presence, now=now)
        session.add(document)
        session.flush()
        add_task(session, document.document_id, key=str(document.document_id), now=now)


def add_task(session: Session, document_id: UUID, *, key: str, now: datetime) -> None:
    """Have a worker issue the document."""
    tasks.add(session, kind=TASK, key=key, payload={"document_id": str(document_id)}, now=now)


def _overtake(session: Session, document: Document, *, presence: Presence, now: datetime) -> None:
    if document.status is DocumentStatus.PENDING:
        document.move(Move.DROP, now=now)
    elif document.status is DocumentStatus.VALID and presence.net_minutes == 0:
        document.move(Move.REVOKE, now=now)
        outbox.append(session, document_event(document, occurred_at=now))
