"""A training session that is moved or cancelled becomes messages to all it concerns."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.domain.kinds import LIVE, MessageKind
from notification.store import copies
from notification.usecases.find_recipients import Contact, contact_of, contacts_of, hr_validators, provider_of
from notification.usecases.gather_facts import (
    Circumstances,
    calendars_of_move,
    circumstances,
    organisation_name,
    shown,
)
from notification.usecases.write_message import Draft, write_message


@dataclass(frozen=True, kw_only=True)
class Change:
    """A moved session and those whom it concerns; `people` holds None for a person who was forgotten."""

    event_id: UUID
    found: Circumstances
    facts: Mapping[str, Any]
    live: Sequence[Mapping[str, Any]]
    people: Mapping[UUID, Contact | None]


def tell_session_cancelled(session: Session, event: Event, *, now: datetime) -> None:
    """Tell those who run the action; each person is told by the cancellation of their own enrolment.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    found = circumstances(session, event.subject)
    kind = MessageKind.SESSION_CANCELLED_TO_PROVIDER
    for recipient in contacts_of(session, provider_of(session, found.action)):
        draft = Draft(event_id=event.id, kind=kind, recipient=recipient, facts=shown(found))
        write_message(session, draft, now=now)


def tell_session_moved(session: Session, event: Event, *, now: datetime) -> None:
    """Tell each person with a live enrolment, the HR validators of their organisations, and those who run the action.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    found = circumstances(session, event.subject)
    live = copies.enrolments_of_session(session, event.subject, statuses=LIVE)
    change = Change(
        event_id=event.id,
        found=found,
        facts={**shown(found), "previous": _days_before(found.session)},
        live=live,
        people={row["account_id"]: contact_of(session, row["account_id"]) for row in live},
    )
    drafts = [*_to_people(session, change, now=now), *_to_hr(session, change), *_to_provider(session, change)]
    for draft in drafts:
        write_message(session, draft, now=now)


def _days_before(session: Mapping[str, Any]) -> dict[str, str] | None:
    """The days before the move, None where they are not known or stayed the same."""
    if session["previous_first_day"] is None:
        return None
    return {"first_day": str(session["previous_first_day"]), "last_day": str(session["previous_last_day"])}


def _to_people(session: Session, change: Change, *, now: datetime) -> Iterator[Draft]:
    for enrolment in change.live:
        person, is_enrolled = change.people[enrolment["account_id"]], enrolment["status"] == "enrolled"
        if person is None:
            continue
        enrolment_id = enrolment["enrolment_id"]
        calendar = calendars_of_move(change.found, enrolment_id, now=now) if is_enrolled else None
        name = organisation_name(session, enrolment["organisation_id"])
        yield Draft(
            event_id=change.event_id,
            kind=MessageKind.SESSION_MOVED,
            recipient=person,
            facts={
                **change.facts,
                "enrolment_id": enrolment_id,
                "organisation_name": name,
                "has_calendar": is_enrolled,
            },
            enrolment_id=enrolment_id,
            calendar=calendar,
        )


def _to_hr(session: Session, change: Change) -> Iterator[Draft]:
    """One message per HR validator, with how many requests of each of their organisations are concerned."""
    counts = Counter(row["organisation_id"] for row in change.live)
    served: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for organisation_id, count in sorted(counts.items()):
        entry = {"name": organisation_name(session, organisation_id), "count": count}
        for account_id in hr_validators(session, organisation_id):
            served[account_id].append(entry)
    for account_id, concerned in served.items():
        recipient = contact_of(session, account_id)
        if recipient is not None:
            kind, facts = MessageKind.SESSION_MOVED_TO_HR, {**change.facts, "concerned": concerned}
            yield Draft(event_id=change.event_id, kind=kind, recipient=recipient, facts=facts)


def _to_provider(session: Session, change: Change) -> Iterator[Draft]:
    for recipient in contacts_of(session, provider_of(session, change.found.action)):
        kind = MessageKind.SESSION_MOVED_TO_PROVIDER
        yield Draft(event_id=change.event_id, kind=kind, recipient=recipient, facts=change.facts)
