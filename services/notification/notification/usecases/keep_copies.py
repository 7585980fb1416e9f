"""Keep what messages need from neighbours; each fact carries its own instant."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.store import copies


def keep_contact(session: Session, event: Event) -> None:
    """How to write to a person."""
    names = ("civility", "given_name", "family_name", "email")
    copies.keep_contact(session, event, values={name: event.data[name] for name in names})


def keep_rights(session: Session, event: Event) -> None:
    """What an account may be, and whether it ever signed in."""
    data, signed_in = event.data, event.data["first_signed_in_at"]
    copies.keep_rights(
        session,
        event,
        values={
            "is_active": data["state"] == "active",
            "first_signed_in_at": datetime.fromisoformat(signed_in) if signed_in else None,
            "is_staff": data["is_staff"],
            "affiliations": data["affiliations"],
        },
    )


def keep_organisation(session: Session, event: Event) -> None:
    """The name of an organisation."""
    copies.keep_organisation(session, event, values={"name": event.data["name"]})


def keep_action(session: Session, event: Event) -> None:
    """What an e-mail says of a training action, and who runs it."""
    data = event.data
    copies.keep_action(
        session,
        event,
        values={
            "title": data["title"],
            "type_label": data["type"]["label"],
            "is_self_paced": data["type"]["self_paced"],
            "delivery_mode": data["delivery_mode"],
            "duration_days": data["duration_days"],
            "provider_organisation_id": UUID(data["provider_organisation_id"]),
            "trainer_account_ids": data["trainer_account_ids"],
        },
    )


def keep_session(session: Session, event: Event) -> None:
    """Days and slots of a training session, and those it had before it moved."""
    data = event.data
    known = copies.training_session(session, event.subject)
    days = {name: date.fromisoformat(data[name]) for name in ("first_day", "last_day")}
    copies.keep_session(
        session,
        event,
        values={
            "training_action_id": UUID(data["training_action_id"]),
            "is_cancelled": data["status"] == "cancelled",
            "slots": data["slots"],
            **days,
            **_days_before(known, days),
            "previous_slots": _slots_before(known, data["slots"]),
        },
    )


def _days_before(known: Mapping[str, Any] | None, days: Mapping[str, date]) -> dict[str, date | None]:
    if known is None:
        return {"previous_first_day": None, "previous_last_day": None}
    is_moved = any(known[name] != day for name, day in days.items())
    return {f"previous_{name}": known[name if is_moved else f"previous_{name}"] for name in days}


def _slots_before(known: Mapping[str, Any] | None, slots: list[Any]) -> list[Any] | None:
    if known is None:
        return None
    found: list[Any] | None = known["slots"] if known["slots"] != slots else known["previous_slots"]
    return found


def keep_enrolment(session: Session, event: Event) -> None:
    """Who is enrolled where, to tell them when the session changes."""
    data = event.data
    ids = ("account_id", "organisation_id", "training_session_id")
    values = {name: UUID(data[name]) for name in ids}
    copies.keep_enrolment(session, event, values={**values, "status": data["status"]})


def keep_document(session: Session, event: Event) -> None:
    """Which documents exist, and whether they hold."""
    data = event.data
    copies.keep_document(
        session,
        event,
        values={
            "enrolment_id": UUID(data["enrolment_id"]),
            "account_id": UUID(data["account_id"]),
            "kind": data["kind"],
            "number": data["number"],
            "status": data["status"],
        },
    )
