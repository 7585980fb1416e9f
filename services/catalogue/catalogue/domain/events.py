"""What the catalogue says. Every event carries the full public state; see contracts/events."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from catalogue.domain.slots import Slot
from catalogue.domain.training_actions import ActionStatus, Publication, TrainingAction
from catalogue.domain.training_sessions import SessionStatus, TrainingSession
from chassis.events import Event


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _action_state(publication: Publication, *, status: ActionStatus) -> dict[str, Any]:
    described = publication.description
    return {
        "training_action_id": str(publication.training_action_id),
        "publication_number": publication.publication_number,
        "published_at": _instant(publication.published_at),
        "status": status.value,
        "title": described.title,
        "type": {
            "code": described.type_code,
            "label": publication.type_label,
            "counts_as_formation": publication.counts_as_formation,
            "self_paced": publication.self_paced,
        },
        "theme": {"code": described.theme_code, "label": publication.theme_label},
        "nature": described.nature.value,
        "delivery_mode": described.delivery_mode.value,
        "duration_days": str(described.duration_days),
        "access": described.access.value,
        "hr_approval_required": described.hr_approval_required,
        "provider_approval_required": described.provider_approval_required,
        "provider_organisation_id": str(described.provider_organisation_id),
        "trainer_account_ids": [str(account_id) for account_id in described.trainer_account_ids],
        "objectives": described.objectives,
        "audience": described.audience,
        "prerequisites": described.prerequisites,
        "content": described.content,
        "methods": described.methods,
        "evaluation": described.evaluation,
        "evaluation_planned": described.evaluation_planned,
        "accessibility": described.accessibility,
        "rules_of_procedure": described.rules_of_procedure,
    }


def _slot_state(slot: Slot) -> dict[str, Any]:
    place = slot.place
    return {
        "slot_id": str(slot.slot_id),
        "date": slot.day.isoformat(),
        "starts_at": _instant(slot.starts_at),
        "ends_at": _instant(slot.ends_at),
        "delivery_mode": slot.delivery_mode.value,
        "place": place and {"name": place.name, "street": place.street, "postcode": place.postcode, "city": place.city},
        "map_url": slot.map_url,
        "remote_url": slot.remote_url,
    }


def _session_state(training_session: TrainingSession) -> dict[str, Any]:
    return {
        "training_session_id": str(training_session.training_session_id),
        "training_action_id": str(training_session.training_action_id),
        "status": training_session.status.value,
        "capacity": training_session.capacity,
        "waiting_list_capacity": training_session.waiting_list_capacity,
        "registration_opens_at": _instant(training_session.registration_opens_at),
        "registration_closes_at": _instant(training_session.registration_closes_at),
        "starts_at": _instant(training_session.starts_at),
        "ends_at": _instant(training_session.ends_at),
        "first_day": training_session.first_day.isoformat(),
        "last_day": training_session.last_day.isoformat(),
        "slots": [_slot_state(slot) for slot in sorted(training_session.slots, key=lambda slot: slot.starts_at)],
    }


def training_action_told(
    action: TrainingAction, publication: Publication, *, occurred_at: datetime, replaced_provider: UUID | None = None
) -> Event:
    """The action as its last publication says: published, withdrawn, or run by another organisation from now on."""
    fact = "withdrawn" if action.status is ActionStatus.WITHDRAWN else "published"
    state = _action_state(publication, status=action.status)
    if replaced_provider is not None:
        fact = "provider_replaced"
        state["replaced_provider_organisation_id"] = str(replaced_provider)
    return Event(
        type=f"training_action.{fact}.v1",
        subject=action.training_action_id,
        subject_version=action.version,
        occurred_at=occurred_at,
        data=state,
    )


def earlier_publication_told(publication: Publication) -> Event:
    """A publication that another one followed, under the version it had; documents still quote it."""
    return Event(
        type="training_action.published.v1",
        subject=publication.training_action_id,
        subject_version=publication.version,
        occurred_at=publication.published_at,
        data=_action_state(publication, status=ActionStatus.PUBLISHED),
    )


def _session_event(fact: str, training_session: TrainingSession, *, occurred_at: datetime) -> Event:
    return Event(
        type=f"training_session.{fact}.v1",
        subject=training_session.training_session_id,
        subject_version=training_session.version,
        occurred_at=occurred_at,
        data=_session_state(training_session),
    )


def training_session_scheduled(training_session: TrainingSession, *, occurred_at: datetime) -> Event:
    """A session is announced."""
    return _session_event("scheduled", training_session, occurred_at=occurred_at)


def training_session_moved(training_session: TrainingSession, *, occurred_at: datetime) -> Event:
    """Another day, hour or place."""
    return _session_event("moved", training_session, occurred_at=occurred_at)


def training_session_capacity_changed(training_session: TrainingSession, *, occurred_at: datetime) -> Event:
    """Other terms of registration (seats, waiting list, window) or other links; nobody has to go elsewhere."""
    return _session_event("capacity_changed", training_session, occurred_at=occurred_at)


def training_session_cancelled(training_session: TrainingSession, *, occurred_at: datetime) -> Event:
    """A session is called off."""
    return _session_event("cancelled", training_session, occurred_at=occurred_at)


def training_session_told(training_session: TrainingSession) -> Event:
    """The session as it stands, for a neighbour that asks to hear it again."""
    fact = "cancelled" if training_session.status is SessionStatus.CANCELLED else "scheduled"
    occurred_at = training_session.cancelled_at or training_session.scheduled_at
    return _session_event(fact, training_session, occurred_at=occurred_at)
