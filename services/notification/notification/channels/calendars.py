"""iCalendar files (RFC 5545): one event per slot, with the same UID through every change of one enrolment.

A file has one method: where a session loses slots, a second file cancels those that went (RFC 5546, 3.2.5).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress

from chassis.clock import PARIS
from notification import labels


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """What stands in the calendar of an enrolled person. `sequence` grows with each change of the session.

    `first_rank` is that of the first slot, where those before it are not spoken of.
    """

    enrolment_id: UUID
    title: str
    url: str
    first_day: str
    last_day: str
    slots: list[Mapping[str, Any]]
    sequence: int
    is_cancelled: bool
    contact: str
    first_rank: int = 1


def _place(slot: Mapping[str, Any]) -> str:
    place = slot["place"]
    if place is None:
        return str(slot["remote_url"] or labels.DELIVERY_MODES[slot["delivery_mode"]])
    town = f"{place['postcode']} {place['city']}"
    return ", ".join(part for part in (place["name"], place["street"], town) if part)


def _event(appointment: Appointment, *, rank: int, now: datetime) -> Event:
    title, event = appointment.title, Event()
    if appointment.is_cancelled:
        title = labels.CALENDAR_CANCELLED.format(title=title)
    event.add("uid", f"enrolment-{appointment.enrolment_id}-{rank}@{appointment.contact.rpartition('@')[2]}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now)
    event.add("summary", title)
    event.add("description", labels.CALENDAR_NOTE.format(url=appointment.url))
    event.add("url", appointment.url)
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{appointment.contact}"))
    return event


def _slot_events(appointment: Appointment, now: datetime) -> list[Event]:
    events = []
    for rank, slot in enumerate(appointment.slots, appointment.first_rank):
        event = _event(appointment, rank=rank, now=now)
        event.add("dtstart", datetime.fromisoformat(slot["starts_at"]).astimezone(PARIS))
        event.add("dtend", datetime.fromisoformat(slot["ends_at"]).astimezone(PARIS))
        event.add("location", _place(slot))
        events.append(event)
    return events


def _range_event(appointment: Appointment, now: datetime) -> Event:
    """A self-paced session has days, no hours: one event that does not block the diary."""
    event = _event(appointment, rank=1, now=now)
    event.add("dtstart", date.fromisoformat(appointment.first_day))
    event.add("dtend", date.fromisoformat(appointment.last_day) + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def calendar_of(appointment: Appointment, *, now: datetime) -> str:
    """The iCalendar text that adds, moves or cancels the appointment."""
    calendar = Calendar()
    calendar.add("prodid", "-//ParcoursPro//parcourspro//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if appointment.is_cancelled else "PUBLISH")
    for event in _slot_events(appointment, now) or [_range_event(appointment, now)]:
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=date.fromisoformat(appointment.first_day) - timedelta(days=366))
    text: str = calendar.to_ical().decode()
    return text


def cancellation_of_gone(appointment: Appointment, *, before: list[Mapping[str, Any]], now: datetime) -> str | None:
    """The iCalendar text that takes out of diaries the slots of `before` that `appointment` no longer has.

    None where none went. A session that has days instead of slots keeps the first event for them.
    """
    kept = max(len(appointment.slots), 1)
    if len(before) <= kept:
        return None
    return calendar_of(replace(appointment, slots=before[kept:], first_rank=kept + 1, is_cancelled=True), now=now)


def files_of(calendars: str) -> list[str]:
    """The files in a text that holds one after another: each begins a calendar of its own."""
    begin = "BEGIN:VCALENDAR"
    return [begin + part for part in calendars.split(begin) if part.strip()]
