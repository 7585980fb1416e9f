"""Keep what documents quote from neighbours; each fact carries its own instant."""

from datetime import date, datetime
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from documents.store import copies

_PROVIDER = "training_provider"
_KEYS = ("account_id", "organisation_id", "training_session_id", "training_action_id")


def keep_organisation(session: Session, event: Event) -> None:
    """An organisation: name, SIRET, address, activity number."""
    data = event.data
    copies.keep_organisation(
        session,
        event,
        values={
            "name": data["name"],
            "siret": data["siret"],
            "street": data["address"]["street"],
            "postcode": data["address"]["postcode"],
            "city": data["address"]["city"],
            "activity_declaration_number": data["activity_declaration_number"],
        },
    )


def keep_profile(session: Session, event: Event) -> None:
    """A person's names and job, and the address that a badge carries as a hash; no telephone."""
    names = ("civility", "given_name", "family_name", "job_title", "email")
    copies.keep_profile(session, event, values={name: event.data[name] for name in names})


def keep_publication(session: Session, event: Event) -> None:
    """One publication of a training action, beside the earlier ones."""
    copies.keep_publication(session, event, number=event.data["publication_number"])


def keep_session(session: Session, event: Event) -> None:
    """The days and slots of a training session."""
    data = event.data
    copies.keep_session(
        session,
        event,
        values={
            "training_action_id": UUID(data["training_action_id"]),
            "first_day": date.fromisoformat(data["first_day"]),
            "last_day": date.fromisoformat(data["last_day"]),
            "status": data["status"],
            "slots": data["slots"],
        },
    )


def keep_enrolment(session: Session, event: Event) -> None:
    """An enrolment with what was recorded of it; who recorded it only where that was the provider."""
    data, attendance, actor = event.data, event.data["attendance"], event.data["actor"]
    recorder = actor["account_id"] if attendance and actor["role"] == _PROVIDER else None
    decided_at = data["decided_at"]
    copies.keep_enrolment(
        session,
        event,
        values={
            **{name: UUID(data[name]) for name in _KEYS},
            "publication_number": data["publication_number"],
            "status": data["status"],
            "requested_at": datetime.fromisoformat(data["requested_at"]),
            "decided_at": datetime.fromisoformat(decided_at) if decided_at else None,
            "net_minutes": attendance["net_minutes"] if attendance else 0,
            "planned_minutes": attendance["planned_minutes"] if attendance else None,
            "half_days": attendance["half_days"] if attendance else None,
            "evaluation": data.get("evaluation"),
            "recorded_at": datetime.fromisoformat(attendance["recorded_at"]) if attendance else None,
            "recorded_by": UUID(recorder) if recorder else None,
        },
    )


def keep_satisfaction(session: Session, event: Event) -> None:
    """What participants thought of an action, in numbers."""
    names = ("asked", "answered", "is_hidden", "least_answers", "results")
    copies.keep_satisfaction(session, event, values={name: event.data[name] for name in names})


def keep_complaint(session: Session, event: Event) -> None:
    """An entry of the register of complaints."""
    data = event.data
    copies.keep_complaint(
        session,
        event,
        values={
            "training_action_id": UUID(data["training_action_id"]),
            "training_session_id": UUID(data["training_session_id"]),
            "topic": data["topic"],
            "registered_at": datetime.fromisoformat(data["registered_at"]),
            "answered_at": datetime.fromisoformat(data["answered_at"]) if data["answered_at"] else None,
        },
    )
