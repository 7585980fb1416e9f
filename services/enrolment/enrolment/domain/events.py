"""What enrolment says: full public state, see contracts/events. The motivation never travels."""

from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from chassis.events import Event
from enrolment.domain.deadlines import as_text
from enrolment.domain.moves import Move
from enrolment.domain.seats import Seats


class TellingEnrolment(Protocol):
    """What an event says of a request besides its last move."""

    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    training_action_id: UUID
    publication_number: int
    requested_at: datetime
    decided_at: datetime | None
    evaluation: dict[str, Any] | None


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def enrolment_moved(enrolment: TellingEnrolment, move: Move) -> Event:
    """The request after its last move; the type names the state it came to."""
    data = {
        "enrolment_id": str(enrolment.enrolment_id),
        "account_id": str(enrolment.account_id),
        "organisation_id": str(enrolment.organisation_id),
        "training_session_id": str(enrolment.training_session_id),
        "training_action_id": str(enrolment.training_action_id),
        "publication_number": enrolment.publication_number,
        "status": move.status.value,
        "previous_status": move.previous_status.value if move.previous_status else None,
        "requested_at": as_text(enrolment.requested_at),
        "decided_at": as_text(enrolment.decided_at) if enrolment.decided_at else None,
        "actor": {"account_id": _text(move.account_id), "role": move.role.value if move.role else None},
        "reason": move.reason,
        "policy_version": move.policy_version,
        "attendance": move.attendance,
        "decision": move.decision.value,
        "reason_code": move.reason_code.value if move.reason_code else None,
        "evaluation": enrolment.evaluation,
        "offer_expires_at": as_text(move.offer_expires_at) if move.offer_expires_at else None,
    }
    return Event(
        type=f"enrolment.{move.status.value}.v1",
        subject=enrolment.enrolment_id,
        subject_version=move.number,
        occurred_at=move.occurred_at,
        data=data,
    )


def seats_changed(seats: Seats, *, occurred_at: datetime) -> Event:
    """The count of seats of a session."""
    return Event(
        type="training_session.seats_changed.v1",
        subject=seats.training_session_id,
        subject_version=seats.version,
        occurred_at=occurred_at,
        data={
            "training_session_id": str(seats.training_session_id),
            "capacity": seats.capacity,
            "taken_seats": seats.taken,
            "remaining_seats": seats.remaining,
            "waiting": seats.waiting,
            "waiting_list_capacity": seats.waiting_list_capacity,
            "is_full": seats.is_full,
        },
    )


def session_reminder_triggered(enrolment: TellingEnrolment, *, first_day: date, occurred_at: datetime) -> Event:
    """The session of an enrolled person begins in a few days."""
    return Event(
        type="session_reminder.triggered.v1",
        subject=enrolment.enrolment_id,
        occurred_at=occurred_at,
        data={
            "enrolment_id": str(enrolment.enrolment_id),
            "account_id": str(enrolment.account_id),
            "organisation_id": str(enrolment.organisation_id),
            "training_session_id": str(enrolment.training_session_id),
            "training_action_id": str(enrolment.training_action_id),
            "first_day": first_day.isoformat(),
        },
    )


def hr_validator_missed(organisation_id: UUID, *, waiting: int, version: int, occurred_at: datetime) -> Event:
    """Requests wait for the employer, and nobody of the organisation decides any more."""
    return Event(
        type="hr_validator.missed.v1",
        subject=organisation_id,
        subject_version=version,
        occurred_at=occurred_at,
        data={"organisation_id": str(organisation_id), "waiting": waiting, "since": as_text(occurred_at)},
    )
