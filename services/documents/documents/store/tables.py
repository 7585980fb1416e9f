"""The tables of documents, and what is mapped on them."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from documents.domain.badge import Badge, BadgeStatus
from documents.domain.bundle import Bundle, BundleKind, BundleStatus
from documents.domain.document import Document, DocumentKind, DocumentStatus

METADATA = MetaData()
_INSTANT = DateTime(timezone=True)


def _values(members: type[StrEnum]) -> list[str]:
    return [member.value for member in members]


def _told() -> list[Column[object]]:
    return [Column("version", Integer, nullable=False), Column("told_at", _INSTANT, nullable=False)]


ORGANISATIONS = Table(
    "organisations",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("siret", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("activity_declaration_number", Text),
    *_told(),
)

ACCOUNT_PROFILES = Table(
    "account_profiles",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("civility", Text),
    Column("given_name", Text),
    Column("family_name", Text),
    Column("job_title", Text),
    Column("email", Text),
    Column("is_erased", Boolean, nullable=False),
    *_told(),
)

# The copies of an action by publication number: a certificate quotes the one of the enrolment, not the newest.
PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    Column("publication_number", Integer, primary_key=True),
    Column("content", JSONB, nullable=False),
    *_told(),
)

TRAINING_SESSIONS = Table(
    "training_sessions",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("status", Text, nullable=False),
    Column("slots", JSONB, nullable=False),
    *_told(),
)

# Requests in every state: a presence asks for certificates, a seat for a convocation, all of them fill records.
ENROLMENTS = Table(
    "enrolments",
    METADATA,
    Column("enrolment_id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("training_session_id", Uuid, nullable=False),
    Column("training_action_id", Uuid, nullable=False),
    Column("publication_number", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("requested_at", _INSTANT),
    Column("decided_at", _INSTANT),
    Column("net_minutes", Integer, nullable=False),
    Column("planned_minutes", Integer),
    Column("half_days", JSONB(none_as_null=True)),
    Column("evaluation", JSONB(none_as_null=True)),
    Column("recorded_at", _INSTANT),
    Column("recorded_by", Uuid),
    *_told(),
)

# What the evidence of an action shows beside its papers; neither names anybody.
SATISFACTIONS = Table(
    "satisfactions",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("is_hidden", Boolean, nullable=False),
    Column("least_answers", Integer, nullable=False),
    Column("results", JSONB, nullable=False),
    *_told(),
)

COMPLAINTS = Table(
    "complaints",
    METADATA,
    Column("complaint_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, nullable=False),
    Column("training_session_id", Uuid, nullable=False),
    Column("topic", Text, nullable=False),
    Column("registered_at", _INSTANT, nullable=False),
    Column("answered_at", _INSTANT),
    *_told(),
)

NUMBERS = Table(
    "numbers",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last_rank", Integer, nullable=False),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("document_id", Uuid, primary_key=True),
    Column("kind", Enum(DocumentKind, values_callable=_values, native_enum=False), nullable=False),
    Column("status", Enum(DocumentStatus, values_callable=_values, native_enum=False), nullable=False),
    Column("enrolment_id", Uuid, nullable=False),
    Column("presence_version", Integer, nullable=False),
    Column("session_version", Integer, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("training_session_id", Uuid, nullable=False),
    Column("training_action_id", Uuid, nullable=False),
    Column("publication_number", Integer, nullable=False),
    Column("requested_at", _INSTANT, nullable=False),
    Column("status_changed_at", _INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("provider_organisation_id", Uuid),
    Column("template", Text),
    Column("number", Text),
    Column("verification_code", Text),
    Column("content", JSONB(none_as_null=True)),
    Column("issued_at", _INSTANT),
    Column("file_name", Text),
    Column("file_sha256", Text),
    Column("file_size", Integer),
    Column("replaced_by", Uuid),
    Column("replaces_number", Text),
    Column("revocation_reason", Text),
    Column("erased_at", _INSTANT),
)

# What staff say of Cap Métiers on papers; the highest version is in force, earlier ones are kept.
ISSUER_IDENTITIES = Table(
    "issuer_identities",
    METADATA,
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("activity_declaration_number", Text),
    Column("signatory_name", Text),
    Column("signatory_job_title", Text),
    Column("logo_file", Text),
    Column("recorded_at", _INSTANT, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
)

# Every certificate that ever sealed a paper, so that old seals stay verifiable after a change of key.
SEAL_CERTIFICATES = Table(
    "seal_certificates",
    METADATA,
    Column("fingerprint", Text, primary_key=True),
    Column("chain", Text, nullable=False),
    Column("not_before", _INSTANT, nullable=False),
    Column("not_after", _INSTANT, nullable=False),
    Column("first_used_at", _INSTANT, nullable=False),
)

BADGES = Table(
    "badges",
    METADATA,
    Column("badge_id", Uuid, primary_key=True),
    Column("status", Enum(BadgeStatus, values_callable=_values, native_enum=False), nullable=False),
    Column("enrolment_id", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("training_action_id", Uuid, nullable=False),
    Column("training_session_id", Uuid, nullable=False),
    Column("publication_number", Integer, nullable=False),
    Column("provider_organisation_id", Uuid, nullable=False),
    Column("requested_at", _INSTANT, nullable=False),
    Column("status_changed_at", _INSTANT, nullable=False),
    Column("version", Integer, nullable=False),
    Column("evidence_url", Text),
    Column("evidence_text", Text),
    Column("decided_by", Uuid),
    Column("reason", Text),
    Column("content", JSONB(none_as_null=True)),
    Column("status_list", Integer),
    Column("status_list_index", Integer),
    Column("issued_at", _INSTANT),
    Column("credential_jwt", Text),
    Column("credential", JSONB(none_as_null=True)),
    Column("png_file", Text),
    Column("svg_file", Text),
    Column("erased_at", _INSTANT),
)

# Public halves of every key that ever signed, by thumbprint: credentials name them for ever.
BADGE_KEYS = Table(
    "badge_keys",
    METADATA,
    Column("key_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("public_jwk", JSONB, nullable=False),
    Column("first_used_at", _INSTANT, nullable=False),
)

STATUS_LISTS = Table(
    "status_lists",
    METADATA,
    Column("status_list", Integer, primary_key=True),
    Column("credential", JSONB(none_as_null=True)),
    Column("credential_jwt", Text),
    Column("published_at", _INSTANT),
)

BUNDLES = Table(
    "bundles",
    METADATA,
    Column("bundle_id", Uuid, primary_key=True),
    Column("kind", Enum(BundleKind, values_callable=_values, native_enum=False), nullable=False),
    Column("status", Enum(BundleStatus, values_callable=_values, native_enum=False), nullable=False),
    Column("requested_by", Uuid, nullable=False),
    Column("role", Text),
    Column("organisation_id", Uuid),
    Column("parameters", JSONB, nullable=False),
    Column("requested_at", _INSTANT, nullable=False),
    Column("file_name", Text),
    Column("file_size", Integer),
    Column("shown_name", Text),
    Column("media_type", Text),
    Column("ready_at", _INSTANT),
    Column("expires_at", _INSTANT),
)

_MAPPED = registry(metadata=METADATA)
_MAPPED.map_imperatively(Document, DOCUMENTS)
_MAPPED.map_imperatively(Badge, BADGES)
_MAPPED.map_imperatively(Bundle, BUNDLES)
