"""What documents says."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Event
from chassis.hearing import Heard
from notification.usecases.forget_ghosts import forget_documents
from notification.usecases.keep_copies import keep_document
from notification.usecases.tell_fact import tell_fact


def on_document_told(session: Session, event: Event, _now: datetime) -> None:
    """document.issued, replaced, revoked: one state."""
    keep_document(session, event)


def on_document_issued(session: Session, event: Event, now: datetime) -> None:
    """The reaction: the person is told."""
    tell_fact(session, event, now=now)


def on_badge_told(session: Session, event: Event, now: datetime) -> None:
    """The reaction to badge.requested, issued, declined, revoked."""
    tell_fact(session, event, now=now)


HEARD = (
    *(
        Heard(speaker="documents", event=f"document.{fact}.v1", handle=on_document_told, is_copy=True)
        for fact in ("issued", "replaced", "revoked")
    ),
    Heard(speaker="documents", event="document.issued.v1", handle=on_document_issued),
    *(
        Heard(speaker="documents", event=f"badge.{fact}.v1", handle=on_badge_told)
        for fact in ("requested", "issued", "declined", "revoked")
    ),
)
CLOSINGS = {"document": forget_documents}
