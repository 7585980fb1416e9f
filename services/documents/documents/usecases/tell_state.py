"""Tell the state of documents again to a neighbour that lost its copy."""

from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from chassis.states import State
from documents.domain.events import document_event
from documents.store import documents as store


def _page(session: Session, after: UUID | None, limit: int) -> list[Event]:
    return [
        document_event(document, occurred_at=document.status_changed_at)
        for document in store.issued_after(session, after, limit)
    ]


STATES = (State(name="document", to=("notification",), page=_page),)
