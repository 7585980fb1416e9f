"""A move of an enrolment asks for its papers, and takes back what it overtakes."""

from datetime import datetime
from uuid import UUID

from chassis import outbox, tasks
from chassis.database import Session
from documents.domain.document import (
    OF_PRESENCE,
    Document,
    DocumentKind,
    DocumentStatus,
    Enrolment,
    Move,
    asked_by,
)
from documents.domain.events import document_event
from documents.store import copies
from documents.store import documents as store

TASK = "issue_document"
ENROLLED = "enrolled"
# A seat that was given up, taken back or never used: the convocation no longer holds.
SEAT_LOST = frozenset({"refused_by_hr", "declined", "cancelled", "expired"})


def request_of_presence(session: Session, *, enrolment_id: UUID, now: datetime) -> None:
    """Ask for certificate and statement of the presence as last told; one already asked for changes nothing.

    No minute attended, no paper: those issued before the correction are revoked.
    """
    enrolment = copies.enrolment(session, enrolment_id)
    if enrolment is not None and enrolment.recorded_at is not None:
        for kind in OF_PRESENCE:
            _request(session, enrolment, kind=kind, is_due=enrolment.net_minutes > 0, now=now)


def request_convocation(session: Session, *, enrolment_id: UUID, now: datetime) -> None:
    """Ask for the convocation of an enrolled person; a seat that was lost revokes it."""
    enrolment = copies.enrolment(session, enrolment_id)
    if enrolment is None or not (enrolment.status == ENROLLED or enrolment.status in SEAT_LOST):
        return
    found = copies.training_session(session, enrolment.training_session_id)
    version = found["version"] if found and enrolment.status == ENROLLED else 0
    is_due = enrolment.status == ENROLLED and (found is None or found["status"] != "cancelled")
    _request(session, enrolment, kind=DocumentKind.CONVOCATION, session_version=version, is_due=is_due, now=now)


def renew_convocations(session: Session, *, training_session_id: UUID, now: datetime) -> None:
    """After a session moved or was cancelled: everybody who is enrolled gets a new convocation, or loses it."""
    for enrolment in copies.enrolments_where(session, training_session_id=training_session_id, statuses={ENROLLED}):
        request_convocation(session, enrolment_id=enrolment.enrolment_id, now=now)


def _request(
    session: Session,
    enrolment: Enrolment,
    *,
    kind: DocumentKind,
    is_due: bool,
    now: datetime,
    session_version: int = 0,
) -> None:
    known = store.lock_of_enrolment(session, enrolment.enrolment_id, kind=kind)
    basis = (enrolment.version, session_version)
    if is_due and any(document.basis >= basis for document in known):
        return
    if any(document.presence_version > enrolment.version for document in known):
        return
    for document in known:
        _overtake(session, document, is_due=is_due, now=now)
    if is_due:
        document = asked_by(enrolment, kind, session_version=session_version, now=now)
        session.add(document)
        session.flush()
        add_task(session, document.document_id, key=str(document.document_id), now=now)


def add_task(session: Session, document_id: UUID, *, key: str, now: datetime) -> None:
    """Have a worker issue the document."""
    tasks.add(session, kind=TASK, key=key, payload={"document_id": str(document_id)}, now=now)


def _overtake(session: Session, document: Document, *, is_due: bool, now: datetime) -> None:
    if document.status is DocumentStatus.PENDING:
        document.move(Move.DROP, now=now)
    elif document.status is DocumentStatus.VALID and not is_due:
        document.move(Move.REVOKE, now=now)
        outbox.append(session, document_event(document, occurred_at=now))
