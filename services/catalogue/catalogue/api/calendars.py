"""A session as an iCalendar object (RFC 5545)."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar, Event, vText

from catalogue.domain.paris_time import PARIS

PRODUCT = "-//Cap Métiers Nouvelle-Aquitaine//ParcoursPro//FR"
_STATUS = {"scheduled": "CONFIRMED", "cancelled": "CANCELLED"}


def _event(sheet: dict[str, Any], *, uid: object, url: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@parcourspro")
    event.add("summary", sheet["title"])
    event.add("url", url)
    event.add("status", _STATUS[sheet["status"]])
    event.add("sequence", sheet["version"] - 1)
    event.add("dtstamp", sheet["changed_at"])
    event.add("last-modified", sheet["changed_at"])
    return event


def _place(slot: Any) -> str:
    parts = (slot["place_name"], slot["street"], f"{slot['postcode']} {slot['city']}")
    return ", ".join(part for part in parts if part)


def _of_slot(sheet: dict[str, Any], slot: Any, *, url: str) -> Event:
    event = _event(sheet, uid=slot["slot_id"], url=url)
    event.add("dtstart", slot["starts_at"].astimezone(PARIS))
    event.add("dtend", slot["ends_at"].astimezone(PARIS))
    if slot["city"]:
        event["location"] = vText(_place(slot))
    return event


def _of_range(sheet: dict[str, Any], *, url: str) -> Event:
    """Days that take nobody's time: the range of a self-paced session."""
    event = _event(sheet, uid=sheet["training_session_id"], url=url)
    event.add("dtstart", sheet["first_day"])
    event.add("dtend", sheet["last_day"] + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def calendar_of(sheet: dict[str, Any], *, site: str) -> bytes:
    """One event a slot, in Paris hours with the rules of the clock; or one for the range of a self-paced session."""
    url = f"{site}/actions/{sheet['training_action_id']}"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for slot in sheet["slots"]:
        calendar.add_component(_of_slot(sheet, slot, url=url))
    if not sheet["slots"]:
        calendar.add_component(_of_range(sheet, url=url))
    calendar.add_missing_timezones(
        first_date=sheet["first_day"] - timedelta(days=1), last_date=sheet["last_day"] + timedelta(days=366)
    )
    content: bytes = calendar.to_ical()
    return content
