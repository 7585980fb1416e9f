"""Tables, and the mapping of the domain classes onto them. Copies of neighbours' data are plain tables."""

from dataclasses import fields
from enum import Enum as PythonEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import composite, registry, relationship

from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.domain.journal import Change
from catalogue.domain.saved_searches import SavedSearch
from catalogue.domain.slots import Slot
from catalogue.domain.training_actions import (
    Access,
    ActionStatus,
    DeliveryMode,
    Description,
    Nature,
    Publication,
    Trainer,
    TrainingAction,
)
from catalogue.domain.training_sessions import SessionStatus, TrainingSession

METADATA = MetaData()
_INSTANT = DateTime(timezone=True)


def _enum(kind: type[PythonEnum]) -> Enum:
    return Enum(kind, values_callable=lambda members: [member.value for member in members], native_enum=False)


class Trainers(TypeDecorator[tuple[Trainer, ...]]):
    """Trainers as a JSON list of {"name", "account_id"}."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: tuple[Trainer, ...] | None, dialect: Dialect) -> Any:
        return [
            {"name": trainer.name, "account_id": str(trainer.account_id) if trainer.account_id else None}
            for trainer in value or ()
        ]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[Trainer, ...]:
        return tuple(
            Trainer(name=entry["name"], account_id=UUID(entry["account_id"]) if entry["account_id"] else None)
            for entry in value or ()
        )


def _description() -> list[Column[Any]]:
    return [
        Column("title", Text, nullable=False),
        Column("type_code", Text, ForeignKey("training_action_types.code"), nullable=False),
        Column("theme_code", Text, ForeignKey("themes.code"), nullable=False),
        Column("nature", _enum(Nature), nullable=False),
        Column("delivery_mode", _enum(DeliveryMode), nullable=False),
        Column("duration_days", Numeric(5, 1), nullable=False),
        Column("access", _enum(Access), nullable=False),
        Column("hr_approval_required", Boolean, nullable=False),
        Column("provider_approval_required", Boolean, nullable=False),
        Column("provider_organisation_id", Uuid, nullable=False),
        Column("trainers", Trainers, nullable=False),
        Column("objectives", Text, nullable=False),
        Column("audience", Text, nullable=False),
        Column("prerequisites", Text, nullable=False),
        Column("content", Text, nullable=False),
        Column("methods", Text, nullable=False),
        Column("evaluation", Text, nullable=False),
        Column("evaluation_planned", Boolean, nullable=False),
        Column("accessibility", Text, nullable=False),
        Column("rules_of_procedure", Text, nullable=False),
        Column("contact_name", Text, nullable=False),
        Column("contact_email", Text, nullable=False),
        Column("contact_phone", Text, nullable=False),
    ]


TRAINING_ACTION_TYPES = Table(
    "training_action_types",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("counts_as_formation", Boolean, nullable=False),
    Column("self_paced", Boolean, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
)

THEMES = Table(
    "themes",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
)

TRAINING_ACTIONS = Table(
    "training_actions",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    *_description(),
    Column("created_at", _INSTANT, nullable=False),
    Column("changed_at", _INSTANT, nullable=False),
    Column("status", _enum(ActionStatus), nullable=False),
    Column("publication_number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
)

PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("training_action_id", Uuid, ForeignKey("training_actions.training_action_id"), primary_key=True),
    Column("publication_number", Integer, primary_key=True),
    Column("published_at", _INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("is_listed", Boolean, nullable=False),
    *_description(),
    Column("type_label", Text, nullable=False),
    Column("counts_as_formation", Boolean, nullable=False),
    Column("self_paced", Boolean, nullable=False),
    Column("theme_label", Text, nullable=False),
)

TRAINING_SESSIONS = Table(
    "training_sessions",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, ForeignKey("training_actions.training_action_id"), nullable=False),
    Column("is_self_paced", Boolean, nullable=False),
    Column("capacity", Integer),
    Column("waiting_list_capacity", Integer, nullable=False),
    Column("registration_opens_at", _INSTANT, nullable=False),
    Column("registration_closes_at", _INSTANT, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("starts_at", _INSTANT, nullable=False),
    Column("ends_at", _INSTANT, nullable=False),
    Column("begins_at", _INSTANT, nullable=False),
    Column("scheduled_at", _INSTANT, nullable=False),
    Column("status", _enum(SessionStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("cancelled_at", _INSTANT),
)

SLOTS = Table(
    "slots",
    METADATA,
    Column("slot_id", Uuid, primary_key=True),
    Column("training_session_id", Uuid, ForeignKey("training_sessions.training_session_id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("starts_at", _INSTANT, nullable=False),
    Column("ends_at", _INSTANT, nullable=False),
    Column("delivery_mode", _enum(DeliveryMode), nullable=False),
    Column("place_name", Text),
    Column("street", Text),
    Column("postcode", Text),
    Column("city", Text),
    Column("city_key", Text),
    Column("map_url", Text),
    Column("remote_url", Text),
)

CHANGES = Table(
    "changes",
    METADATA,
    Column("change_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, ForeignKey("training_actions.training_action_id"), nullable=False),
    Column("training_session_id", Uuid, ForeignKey("training_sessions.training_session_id")),
    Column("kind", Text, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    Column("occurred_at", _INSTANT, nullable=False),
    Column("reason", Text),
)

FAVOURITES = Table(
    "favourites",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, ForeignKey("training_actions.training_action_id"), primary_key=True),
    Column("kept_at", _INSTANT, nullable=False),
)

LAST_SEARCHES = Table(
    "last_searches",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("criteria", JSONB, nullable=False),
    Column("kept_at", _INSTANT, nullable=False),
)

SAVED_SEARCHES = Table(
    "saved_searches",
    METADATA,
    Column("saved_search_id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("label", Text, nullable=False),
    Column("criteria", JSONB, nullable=False),
    Column("tells", Boolean, nullable=False),
    Column("saved_at", _INSTANT, nullable=False),
    Column("looked_at", _INSTANT, nullable=False, doc="news counts from here"),
    Column("stop_key", Text, nullable=False),
)

# Copies: `version` and `told_at` are those of the event that wrote the row.
SEATS = Table(
    "seats",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("capacity", Integer),
    Column("taken_seats", Integer, nullable=False),
    Column("remaining_seats", Integer),
    Column("waiting", Integer, nullable=False),
    Column("waiting_list_capacity", Integer, nullable=False),
    Column("is_full", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

ORGANISATIONS = Table(
    "organisations",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("siret", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("activity_declaration_number", Text),
    Column("closed_on", Date),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

MAPPER = registry(metadata=METADATA)
_DESCRIBED = [entry.name for entry in fields(Description)]


def _described(table: Table) -> Any:
    return composite(Description, *(table.c[name] for name in _DESCRIBED))


MAPPER.map_imperatively(TrainingActionType, TRAINING_ACTION_TYPES)
MAPPER.map_imperatively(Theme, THEMES)
MAPPER.map_imperatively(TrainingAction, TRAINING_ACTIONS, properties={"description": _described(TRAINING_ACTIONS)})
MAPPER.map_imperatively(
    Publication,
    PUBLICATIONS,
    properties={"description": _described(PUBLICATIONS)},
)
MAPPER.map_imperatively(Slot, SLOTS)
MAPPER.map_imperatively(
    TrainingSession,
    TRAINING_SESSIONS,
    properties={"slots": relationship(Slot, order_by=SLOTS.c.starts_at, cascade="all, delete-orphan", lazy="selectin")},
)
MAPPER.map_imperatively(Change, CHANGES)
MAPPER.map_imperatively(SavedSearch, SAVED_SEARCHES)
