"""Keep copies of what the catalogue tells: training actions and sessions."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from chassis.copies import apply_newer
from chassis.database import Session
from chassis.events import Event
from enrolment.domain.information import missing_information
from enrolment.store import runs
from enrolment.store.tables import TRAINING_ACTIONS, TRAINING_SESSIONS
from enrolment.usecases.follow_training_session import follow_capacity


def note_training_action(session: Session, event: Event) -> bool:
    """Keep the terms of an action; says whether they were newer."""
    data = event.data
    provider = UUID(data["provider_organisation_id"])
    version, told_at = event.subject_version, event.occurred_at
    runs.keep_past_runs(session, event.subject, successor=provider, version=version, at=told_at)
    return apply_newer(
        session,
        TRAINING_ACTIONS,
        event,
        {
            "publication_number": data["publication_number"],
            "is_withdrawn": data["status"] == "withdrawn",
            "title": data["title"],
            "type_label": data["type"]["label"],
            "type_code": data["type"]["code"],
            "evaluation_planned": data.get("evaluation_planned", False),
            "counts_as_formation": data["type"]["counts_as_formation"],
            "is_self_paced": data["type"]["self_paced"],
            "delivery_mode": data["delivery_mode"],
            "duration_days": Decimal(data["duration_days"]),
            "is_member_only": data["access"] == "members",
            "needs_hr_approval": data["hr_approval_required"],
            "needs_provider_approval": data["provider_approval_required"],
            "provider_organisation_id": provider,
            "trainer_account_ids": [UUID(text) for text in data["trainer_account_ids"]],
            "missing_information": missing_information(data),
        },
    )


def note_training_session(session: Session, event: Event, *, now: datetime) -> bool:
    """Keep a session and the seats it wants; says whether it was newer."""
    data = event.data
    instants = ("registration_opens_at", "registration_closes_at", "starts_at", "ends_at")
    is_newer = apply_newer(
        session,
        TRAINING_SESSIONS,
        event,
        {
            "training_action_id": UUID(data["training_action_id"]),
            "is_cancelled": data["status"] == "cancelled",
            "wanted_capacity": data["capacity"],
            "waiting_list_capacity": data["waiting_list_capacity"],
            **{name: datetime.fromisoformat(data[name]) for name in instants},
            "first_day": date.fromisoformat(data["first_day"]),
            "last_day": date.fromisoformat(data["last_day"]),
            "slots": data["slots"],
        },
    )
    if is_newer:
        follow_capacity(
            session,
            event.subject,
            capacity=data["capacity"],
            waiting_list_capacity=data["waiting_list_capacity"],
            now=now,
        )
    return is_newer
