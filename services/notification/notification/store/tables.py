"""The tables of notification, and the mapping of `Message` on its own."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from notification.domain.kinds import MessageKind
from notification.domain.message import Message, MessageStatus
from notification.domain.topics import Delivery, Topic

METADATA = MetaData()
_INSTANT = DateTime(timezone=True)


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


def _told() -> list[Column[object]]:
    return [Column("version", Integer, nullable=False), Column("told_at", _INSTANT, nullable=False)]


CONTACTS = Table(
    "contacts",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("civility", Text),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("email", Text),
    Column("is_erased", Boolean, nullable=False),
    *_told(),
)

FAILING_ADDRESSES = Table(
    "failing_addresses",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("address", Text, nullable=False),
    Column("since", _INSTANT, nullable=False),
    Column("reason", Text, nullable=False),
)

PREFERENCES = Table(
    "preferences",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("topic", Enum(Topic, values_callable=_values, native_enum=False), primary_key=True),
    Column("delivery", Enum(Delivery, values_callable=_values, native_enum=False), nullable=False),
    Column("changed_at", _INSTANT, nullable=False),
)

ACCOUNT_RIGHTS = Table(
    "account_rights",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("is_active", Boolean, nullable=False),
    Column("first_signed_in_at", _INSTANT),
    Column("is_staff", Boolean, nullable=False),
    Column("affiliations", JSONB, nullable=False),
    *_told(),
)

ORGANISATIONS = Table(
    "organisations",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    *_told(),
)

TRAINING_ACTIONS = Table(
    "training_actions",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("type_label", Text, nullable=False),
    Column("is_self_paced", Boolean, nullable=False),
    Column("delivery_mode", Text, nullable=False),
    Column("duration_days", Text, nullable=False),
    Column("provider_organisation_id", Uuid, nullable=False),
    Column("trainer_account_ids", JSONB, nullable=False),
    *_told(),
)

TRAINING_SESSIONS = Table(
    "training_sessions",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, nullable=False),
    Column("is_cancelled", Boolean, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("slots", JSONB, nullable=False),
    Column("previous_first_day", Date),
    Column("previous_last_day", Date),
    Column("previous_slots", JSONB),
    *_told(),
)

ENROLMENTS = Table(
    "enrolments",
    METADATA,
    Column("enrolment_id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("training_session_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    *_told(),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("document_id", Uuid, primary_key=True),
    Column("enrolment_id", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("status", Text, nullable=False),
    *_told(),
)

MESSAGES = Table(
    "messages",
    METADATA,
    Column("message_id", Uuid, primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Enum(MessageKind, values_callable=_values, native_enum=False), nullable=False),
    Column("status", Enum(MessageStatus, values_callable=_values, native_enum=False), nullable=False),
    Column("created_at", _INSTANT, nullable=False),
    Column("status_changed_at", _INSTANT, nullable=False),
    Column("subject", Text),
    Column("text_body", Text),
    Column("html_body", Text),
    Column("calendar", Text),
    Column("about_account_id", Uuid),
    Column("enrolment_id", Uuid),
    Column("address", Text),
    Column("sent_to", Text),
    Column("sent_at", _INSTANT),
    Column("attempts", Integer, nullable=False),
    Column("last_failure", Text),
    Column("identifier", Text, nullable=False),
    Column("link", Text),
    Column("read_at", _INSTANT),
    Column("resent_from", Uuid),
    Column("erased_at", _INSTANT),
)

registry(metadata=METADATA).map_imperatively(Message, MESSAGES)
