"""An action as schema.org data (https://schema.org/Course), for search engines and whoever reads JSON-LD."""

from datetime import datetime
from decimal import Decimal
from typing import Any

_MODES = {"in_person": "Onsite", "remote": "Online", "blended": "Blended"}
_STATUS = {"scheduled": "https://schema.org/EventScheduled", "cancelled": "https://schema.org/EventCancelled"}
# What a day of training is worth where no slot tells, in hours: the legal day of 35 hours a week.
DAY_H = 7


def _address(place: dict[str, str]) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": place["name"],
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place["street"],
            "postalCode": place["postcode"],
            "addressLocality": place["city"],
            "addressCountry": "FR",
        },
    }


def _minutes(slot: dict[str, Any]) -> int:
    starts, ends = slot["starts_at"], slot["ends_at"]
    if not isinstance(starts, datetime) or not isinstance(ends, datetime):
        raise TypeError("instants are datetimes here")
    return int((ends - starts).total_seconds()) // 60


def _instance(session: dict[str, Any], page: dict[str, Any], *, url: str) -> dict[str, Any]:
    places = [slot["place"] for slot in session["slots"] if slot["place"]]
    minutes = sum(_minutes(slot) for slot in session["slots"])
    data = {
        "@type": "CourseInstance",
        "@id": f"{url}#{session['training_session_id']}",
        "name": page["title"],
        "courseMode": _MODES[page["delivery_mode"]],
        "startDate": session["starts_at"] if session["slots"] else session["first_day"],
        "endDate": session["ends_at"] if session["slots"] else session["last_day"],
        "eventStatus": _STATUS[session["status"]],
        "courseWorkload": f"PT{minutes or int(Decimal(page['duration_days']) * DAY_H * 60)}M",
        "location": [_address(place) for place in _different(places)] or {"@type": "VirtualLocation", "url": url},
    }
    if session["capacity"] is not None:
        data["maximumAttendeeCapacity"] = session["capacity"]
        data["remainingAttendeeCapacity"] = session["remaining_seats"]
    return data


def _different(places: list[dict[str, str]]) -> list[dict[str, str]]:
    return [place for position, place in enumerate(places) if place not in places[:position]]


def course_of(page: dict[str, Any], *, site: str) -> dict[str, Any]:
    """The page of an action as one `Course` with an instance for each session that is not over. No fee is asked."""
    url = f"{site}/actions/{page['training_action_id']}"
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": url,
        "url": url,
        "name": page["title"],
        "description": page["objectives"],
        "abstract": page["content"],
        "inLanguage": "fr",
        "about": page["theme"]["label"],
        "coursePrerequisites": page["prerequisites"],
        "audience": {"@type": "Audience", "audienceType": page["audience"]},
        "provider": {"@type": "https://schema.org/Organization", "name": page["provider_name"]},
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "EUR"},
        "hasCourseInstance": [_instance(session, page, url=url) for session in page["sessions"]],
    }
