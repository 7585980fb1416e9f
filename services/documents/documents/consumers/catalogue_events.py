"""What the catalogue says."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Event
from chassis.hearing import Heard
from documents.usecases.forget_ghosts import forget_publications, forget_sessions
from documents.usecases.keep_copies import keep_publication, keep_session
from documents.usecases.request_document import renew_convocations


def on_training_action_told(session: Session, event: Event, _now: datetime) -> None:
    """training_action.published, provider_replaced, withdrawn: one state."""
    keep_publication(session, event)


def on_training_session_told(session: Session, event: Event, _now: datetime) -> None:
    """training_session.scheduled, moved, capacity_changed, cancelled: one state."""
    keep_session(session, event)


def on_training_session_rearranged(session: Session, event: Event, now: datetime) -> None:
    """The reaction: convocations say the new days, or no longer hold."""
    renew_convocations(session, training_session_id=event.subject, now=now)


HEARD = (
    *(
        Heard(speaker="catalogue", event=f"training_action.{fact}.v1", handle=on_training_action_told, is_copy=True)
        for fact in ("published", "provider_replaced", "withdrawn")
    ),
    *(
        Heard(speaker="catalogue", event=f"training_session.{fact}.v1", handle=on_training_session_told, is_copy=True)
        for fact in ("scheduled", "moved", "capacity_changed", "cancelled")
    ),
    *(
        Heard(speaker="catalogue", event=f"training_session.{fact}.v1", handle=on_training_session_rearranged)
        for fact in ("moved", "cancelled")
    ),
)
CLOSINGS = {"training_action": forget_publications, "training_session": forget_sessions}
