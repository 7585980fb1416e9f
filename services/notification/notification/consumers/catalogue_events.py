"""What the catalogue says."""

from datetime import datetime

from chassis.database import Session
from chassis.events import Confidentiality, Event
from chassis.hearing import Heard
from notification.usecases.forget_ghosts import forget_actions, forget_sessions
from notification.usecases.keep_copies import keep_action, keep_session
from notification.usecases.tell_fact import tell_fact


def on_training_action_told(session: Session, event: Event, _now: datetime) -> None:
    """training_action.published, provider_replaced, withdrawn: one state."""
    keep_action(session, event)


def on_training_session_told(session: Session, event: Event, _now: datetime) -> None:
    """training_session.scheduled, moved, capacity_changed, cancelled: one state."""
    keep_session(session, event)


def on_training_session_changed(session: Session, event: Event, now: datetime) -> None:
    """The reaction: those concerned by a move or a cancellation are told."""
    tell_fact(session, event, now=now)


def on_saved_search_matched(session: Session, event: Event, now: datetime) -> None:
    """The reaction: the person is told what is new."""
    tell_fact(session, event, now=now)


def _copy(name: str) -> Heard:
    return Heard(speaker="catalogue", event=name, handle=on_training_session_told, is_copy=True)


def _reaction(name: str) -> Heard:
    return Heard(speaker="catalogue", event=name, handle=on_training_session_changed)


HEARD = (
    *(
        Heard(speaker="catalogue", event=f"training_action.{fact}.v1", handle=on_training_action_told, is_copy=True)
        for fact in ("published", "provider_replaced", "withdrawn")
    ),
    _copy("training_session.scheduled.v1"),
    _copy("training_session.capacity_changed.v1"),
    _copy("training_session.moved.v1"),
    _reaction("training_session.moved.v1"),
    _copy("training_session.cancelled.v1"),
    _reaction("training_session.cancelled.v1"),
    Heard(
        speaker="catalogue",
        event="saved_search.matched.v1",
        handle=on_saved_search_matched,
        confidentiality=Confidentiality.SECRET,
    ),
)
CLOSINGS = {"training_action": forget_actions, "training_session": forget_sessions}
