"""A fact becomes messages now, or later when what it speaks of has not arrived yet."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import tasks
from chassis.database import Session
from chassis.events import Event, name_of
from notification.domain.errors import NotYetKnown
from notification.usecases import tell_follow_up
from notification.usecases.tell_badge import tell_badge
from notification.usecases.tell_document import tell_document
from notification.usecases.tell_enrolment import tell_enrolment
from notification.usecases.tell_organisation import tell_organisation, tell_referencing
from notification.usecases.tell_reminder import tell_session_reminder, tell_validator_missing
from notification.usecases.tell_rights import tell_rights
from notification.usecases.tell_saved_search import tell_saved_search
from notification.usecases.tell_session import tell_session_cancelled, tell_session_moved

TASK = "tell_fact"


def tell_fact(session: Session, event: Event, *, now: datetime) -> None:
    """Write the messages of an event; what is missing makes a task that tries again with growing delays."""
    try:
        _tell(session, event, now=now)
    except NotYetKnown:
        tasks.add(session, kind=TASK, key=str(event.id), payload=_packed(event), now=now)


def tell_again(payload: Mapping[str, Any], *, now: datetime) -> Callable[[Session], None]:
    """The same for a fact that had to wait; to be run in the transaction that marks the task done.

    Raises:
        NotYetKnown: when run, something is still missing.
    """
    event = Event(
        id=UUID(payload["id"]),
        type=payload["type"],
        subject=UUID(payload["subject"]),
        subject_version=payload["subject_version"],
        occurred_at=datetime.fromisoformat(payload["occurred_at"]),
        data=payload["data"],
    )
    return lambda session: _tell(session, event, now=now)


# By the whole name of a fact, or by its noun.
_TELLERS: Mapping[str, Callable[..., None]] = {
    "enrolment": tell_enrolment,
    "training_session.moved": tell_session_moved,
    "training_session.cancelled": tell_session_cancelled,
    "document.issued": tell_document,
    **{f"badge.{fact}": tell_badge for fact in ("requested", "issued", "declined", "revoked")},
    "session_reminder.triggered": tell_session_reminder,
    "hr_validator.missed": tell_validator_missing,
    "saved_search.matched": tell_saved_search,
    "affiliation": tell_rights,
    "role": tell_rights,
    "referencing": tell_referencing,
    "change_report": tell_organisation,
    "membership": tell_organisation,
    **dict.fromkeys(tell_follow_up.NAMES, tell_follow_up.tell_about_request),
    "decision.delayed": tell_follow_up.tell_delayed_decision,
    "export.prepared": tell_follow_up.tell_prepared_export,
    "deputy.named": tell_follow_up.tell_deputy,
}


def _tell(session: Session, event: Event, *, now: datetime) -> None:
    name = name_of(event.type)
    tell = _TELLERS.get(name) or _TELLERS.get(name.partition(".")[0])
    if tell is None:
        raise ValueError(f"nothing is told of {name}")
    tell(session, event, now=now)


def _packed(event: Event) -> dict[str, Any]:
    return {
        "id": str(event.id),
        "type": event.type,
        "subject": str(event.subject),
        "subject_version": event.subject_version,
        "occurred_at": event.occurred_at.isoformat(),
        "data": dict(event.data),
    }
