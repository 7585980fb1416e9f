"""The catalogue's state as a neighbour may ask to hear it again, versions unchanged."""

from uuid import UUID

from catalogue.domain.events import earlier_publication_told, training_action_told, training_session_told
from catalogue.store.training_actions import publications_after
from catalogue.store.training_sessions import sessions_after
from chassis.database import Session
from chassis.events import Event
from chassis.states import State

_HEARERS = ("enrolment", "documents", "notification")


def training_actions(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """Up to `limit` actions; each with every publication, the oldest first."""
    told = []
    for action, publications in publications_after(session, after, limit):
        *earlier, last = publications
        told += [earlier_publication_told(publication) for publication in earlier]
        told.append(training_action_told(action, last, occurred_at=last.published_at))
    return told


def training_sessions(session: Session, after: UUID | None, limit: int) -> list[Event]:
    """Up to `limit` sessions, cancelled and past ones included."""
    return [training_session_told(kept) for kept in sessions_after(session, after, limit)]


STATES = (
    State(name="training_action", to=_HEARERS, page=training_actions),
    State(name="training_session", to=_HEARERS, page=training_sessions),
)
