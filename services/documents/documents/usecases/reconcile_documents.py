"""Look for what should have happened and did not: a presence without its documents."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.database import Session
from documents.domain.document import OF_PRESENCE
from documents.store import documents as store
from documents.usecases.request_document import add_task, request_of_presence

PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Found:
    """How many presences nobody had asked a document for, and how many documents were not issued in time."""

    undocumented: int
    late: int


def reconcile_documents(session: Session, *, now: datetime) -> Found:
    """Ask again for what is missing for an hour. A late document gets one more task an hour; issuing is idempotent."""
    before = now - PATIENCE
    late = store.pending_since(session, before)
    for document_id in late:
        add_task(session, document_id, key=f"{document_id}@{now:%Y%m%dT%H}", now=now)
    missing = {found for kind in OF_PRESENCE for found in store.undocumented_since(session, before, kind=kind)}
    for enrolment_id in sorted(missing):
        request_of_presence(session, enrolment_id=enrolment_id, now=now)
    return Found(undocumented=len(missing), late=len(late))
