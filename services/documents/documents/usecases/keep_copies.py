"""Keep what documents quote from neighbours; each fact carries its own instant."""

from datetime import date, datetime
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from documents.store import copies

_PROVIDER = "training_provider"


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
    """A person's names and job; neither e-mail nor telephone, which no document shows."""
    names = ("civility", "given_name", "family_name", "job_title")
    copies.keep_profile(session, event, values={name: event.data[name] for name in names})


def keep_publication(session: Session, event: Event) -> None:
    """One publication of a training action, beside the earlier ones."""
    copies.keep_publication(session, event, number=event.data["publication_number"])


def keep_session(session: Session, event: Event) -> None:
    """The days of a training session."""
    data = event.data
    copies.keep_session(
        session,
        event,
        values={
            "training_action_id": UUID(data["training_action_id"]),
            "first_day": date.fromisoformat(data["first_day"]),
            "last_day": date.fromisoformat(data["last_day"]),
        },
    )


def keep_presence(session: Session, event: Event) -> None:
    """What was recorded for an enrolment; who recorded it only where that was the provider."""
    data, attendance, actor = event.data, event.data["attendance"], event.data["actor"]
    recorder = actor["account_id"] if actor["role"] == _PROVIDER else None
    copies.keep_presence(
        session,
        event,
        values={
            "account_id": UUID(data["account_id"]),
            "organisation_id": UUID(data["organisation_id"]),
            "training_session_id": UUID(data["training_session_id"]),
            "training_action_id": UUID(data["training_action_id"]),
            "publication_number": data["publication_number"],
            "net_minutes": attendance["net_minutes"] if attendance else 0,
            "recorded_at": datetime.fromisoformat(attendance["recorded_at"]) if attendance else event.occurred_at,
            "recorded_by": UUID(recorder) if recorder else None,
        },
    )
