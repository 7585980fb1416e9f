"""Anyone reads the page of an action."""

from datetime import datetime
from typing import Any
from uuid import UUID

from catalogue.store.pages import published_action, sessions_not_over, slots_of_sessions
from chassis.database import Connection
from chassis.errors import NotFound

_SAME = (
    "training_action_id",
    "publication_number",
    "published_at",
    "status",
    "title",
    "nature",
    "delivery_mode",
    "access",
    "hr_approval_required",
    "provider_approval_required",
    "provider_organisation_id",
    "provider_name",
    "objectives",
    "audience",
    "prerequisites",
    "content",
    "methods",
    "evaluation",
    "evaluation_planned",
    "accessibility",
    "rules_of_procedure",
    "contact_name",
    "contact_email",
    "contact_phone",
)
_SAME_IN_SESSION = (
    "training_session_id",
    "training_action_id",
    "status",
    "capacity",
    "waiting_list_capacity",
    "registration_opens_at",
    "registration_closes_at",
    "starts_at",
    "ends_at",
    "first_day",
    "last_day",
)


def _slot(row: Any) -> dict[str, Any]:
    """The address of a remote meeting is for those who are enrolled, never public."""
    place = None
    if row["place_name"] is not None:
        place = {
            "name": row["place_name"],
            "street": row["street"],
            "postcode": row["postcode"],
            "city": row["city"],
        }
    return {
        "slot_id": row["slot_id"],
        "date": row["day"],
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "delivery_mode": row["delivery_mode"],
        "place": place,
        "map_url": row["map_url"],
    }


def _session(row: Any, slots: list[Any]) -> dict[str, Any]:
    told = row["is_full"] is not None
    return {
        **{name: row[name] for name in _SAME_IN_SESSION},
        "is_self_paced": row["is_self_paced"],
        "slots": [_slot(slot) for slot in slots],
        "remaining_seats": row["remaining_seats"] if told else row["capacity"],
        "waiting": row["waiting"] if told else 0,
        "is_full": bool(row["is_full"]),
    }


def read_training_action(connection: Connection, training_action_id: UUID, *, now: datetime) -> dict[str, Any]:
    """The last publication, with the sessions that are not over.

    Raises:
        NotFound: unknown, or never published.
    """
    action = published_action(connection, training_action_id)
    if action is None:
        raise NotFound()
    slots = slots_of_sessions(connection, training_action_id, now=now)
    contact = [action[name] for name in ("contact_name", "contact_email", "contact_phone")]
    return {
        **{name: action[name] for name in _SAME},
        "duration_days": str(action["duration_days"]),
        "type": {
            "code": action["type_code"],
            "label": action["type_label"],
            "counts_as_formation": action["counts_as_formation"],
            "self_paced": action["self_paced"],
        },
        "theme": {"code": action["theme_code"], "label": action["theme_label"]},
        "trainer_account_ids": [trainer.account_id for trainer in action["trainers"] if trainer.account_id],
        "trainers": ", ".join(trainer.name for trainer in action["trainers"]),
        "contact": " · ".join(part for part in contact if part),
        "sessions": [
            _session(row, slots.get(row["training_session_id"], []))
            for row in sessions_not_over(connection, training_action_id, now=now)
        ],
    }
