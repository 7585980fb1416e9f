"""What letters say of actions, sessions and people, gathered from the copies as JSON-like values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis.database import Session
from notification.channels import envelopes, letters
from notification.channels.calendars import Appointment, calendar_of, cancellation_of_gone
from notification.domain.errors import NotYetKnown
from notification.store import copies

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """The action and the session that a fact is about."""

    action: Mapping[str, Any]
    session: Mapping[str, Any]


def known(fact: _T | None, name: str) -> _T:
    """`fact`.

    Raises:
        NotYetKnown: it has not arrived yet.
    """
    if fact is None:
        raise NotYetKnown(name)
    return fact


def circumstances(session: Session, training_session_id: UUID) -> Circumstances:
    """Session and action as last told.

    Raises:
        NotYetKnown: one of them has not arrived yet.
    """
    found = known(copies.training_session(session, training_session_id), "training session")
    action = known(copies.action(session, found["training_action_id"]), "training action")
    return Circumstances(action=action, session=found)


def shown_session(session: Mapping[str, Any]) -> dict[str, Any]:
    """A session as templates take it: days as ISO text."""
    return {
        "training_session_id": session["training_session_id"],
        "first_day": str(session["first_day"]),
        "last_day": str(session["last_day"]),
        "slots": session["slots"],
    }


def shown(found: Circumstances) -> dict[str, Any]:
    """What every letter about a session shows."""
    return {"action": found.action, "session": shown_session(found.session)}


def organisation_name(session: Session, organisation_id: UUID) -> str:
    """The name of an organisation.

    Raises:
        NotYetKnown: it has not arrived yet.
    """
    name: str = known(copies.organisation(session, organisation_id), "organisation")["name"]
    return name


def calendar_for(found: Circumstances, enrolment_id: UUID, *, is_cancelled: bool, now: datetime) -> str:
    """The file that puts the session into the diary of an enrolled person, or takes it out again.

    A cancelled enrolment counts one step above the session's version, so that diaries accept it as newer.
    """
    return calendar_of(_appointment(found, enrolment_id, is_cancelled=is_cancelled), now=now)


def calendars_of_move(found: Circumstances, enrolment_id: UUID, *, now: datetime) -> str:
    """The file that moves the session in a diary and, where it lost slots, the one that takes these out."""
    appointment = _appointment(found, enrolment_id, is_cancelled=False)
    before = found.session["previous_slots"] or []
    gone = cancellation_of_gone(appointment, before=before, now=now)
    return calendar_of(appointment, now=now) + (gone or "")


def _appointment(found: Circumstances, enrolment_id: UUID, *, is_cancelled: bool) -> Appointment:
    session = shown_session(found.session)
    return Appointment(
        enrolment_id=enrolment_id,
        title=found.action["title"],
        url=f"{letters.site()}/actions/{found.action['training_action_id']}",
        first_day=session["first_day"],
        last_day=session["last_day"],
        slots=session["slots"],
        sequence=found.session["version"] + (1 if is_cancelled else 0),
        is_cancelled=is_cancelled,
        contact=envelopes.reply_to(),
    )
