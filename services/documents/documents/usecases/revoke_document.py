"""Staff revoke a document that should not have been issued; it stays readable and says so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from documents.domain.document import ISSUED, DocumentStatus, Move
from documents.domain.errors import DocumentNotValid
from documents.domain.events import document_event
from documents.store import documents as store
from documents.usecases.read_documents import read_document


def revoke_document(
    session: Session, document_id: UUID, *, reason: str, by: Principal, now: datetime
) -> dict[str, Any]:
    """The document, revoked.

    Raises:
        NotFound: nothing was issued under this key.
        DocumentNotValid: it was replaced or revoked before.
    """
    document = store.lock(session, document_id)
    if document is None or document.status not in ISSUED:
        raise NotFound
    if document.status is not DocumentStatus.VALID:
        raise DocumentNotValid(figures={"status": document.status.value})
    document.revocation_reason = reason
    document.move(Move.REVOKE, now=now)
    session.flush()
    outbox.append(session, document_event(document, occurred_at=now))
    return read_document(session.connection(), document_id, principal=by)
