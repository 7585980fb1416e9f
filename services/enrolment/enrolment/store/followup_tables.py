"""Tables of what follows a request: deputies, threads, signatures, closings, questionnaires, complaints, exports."""

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from enrolment.store.tables import METADATA

_INSTANT = DateTime(timezone=True)


def _enrolment(*, is_key: bool = False) -> Column[object]:
    return Column("enrolment_id", Uuid, ForeignKey("enrolments.enrolment_id"), primary_key=is_key, nullable=False)


DEPUTIES = Table(
    "deputies",
    METADATA,
    Column("deputy_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("absent_account_id", Uuid, nullable=False),
    Column("deputy_account_id", Uuid, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("named_by", Uuid, nullable=False),
    Column("named_at", _INSTANT, nullable=False),
    Column("ended_at", _INSTANT),
)

# One row a request and level: a job that runs twice reminds once.
REMINDERS = Table(
    "reminders",
    METADATA,
    _enrolment(is_key=True),
    Column("level", Text, primary_key=True),
    Column("reminded_at", _INSTANT, nullable=False),
)

INQUIRIES = Table(
    "inquiries",
    METADATA,
    Column("inquiry_id", Uuid, primary_key=True),
    _enrolment(),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", _INSTANT, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("answered_at", _INSTANT),
    Column("missed_told_at", _INSTANT),
    Column("version", Integer, nullable=False),
)

THREAD_MESSAGES = Table(
    "thread_messages",
    METADATA,
    Column("message_id", Uuid, primary_key=True),
    _enrolment(),
    Column("account_id", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("written_at", _INSTANT, nullable=False),
)

SIGNING_CODES = Table(
    "signing_codes",
    METADATA,
    Column("code", Text, primary_key=True),
    Column("training_session_id", Uuid, nullable=False),
    Column("slot_id", Uuid, nullable=False),
    Column("half_day", Text, nullable=False),
    Column("opens_at", _INSTANT, nullable=False),
    Column("closes_at", _INSTANT, nullable=False),
    Column("created_at", _INSTANT, nullable=False),
    Column("created_by", Uuid, nullable=False),
)

SIGNATURES = Table(
    "signatures",
    METADATA,
    _enrolment(is_key=True),
    Column("slot_id", Uuid, primary_key=True),
    Column("half_day", Text, primary_key=True),
    Column("signed_at", _INSTANT, nullable=False),
)

CLOSINGS = Table(
    "closings",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("closed_at", _INSTANT, nullable=False),
    Column("closed_by", Uuid, nullable=False),
)

QUESTIONNAIRE_TEMPLATES = Table(
    "questionnaire_templates",
    METADATA,
    Column("template_id", Uuid, primary_key=True),
    Column("type_code", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("questions", JSONB, nullable=False),
    Column("created_at", _INSTANT, nullable=False),
    Column("created_by", Uuid, nullable=False),
)

# The questions as they were when it was opened: a later template changes no answer.
QUESTIONNAIRES = Table(
    "questionnaires",
    METADATA,
    _enrolment(is_key=True),
    Column("training_session_id", Uuid, nullable=False),
    Column("training_action_id", Uuid, nullable=False),
    Column("questions", JSONB, nullable=False),
    Column("opened_at", _INSTANT, nullable=False),
    Column("answered_at", _INSTANT),
    Column("answers", JSONB(none_as_null=True)),
)

# What was last told of an action: a replay says the same again, whatever was answered since.
TOLD_SATISFACTIONS = Table(
    "told_satisfactions",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

COMPLAINTS = Table(
    "complaints",
    METADATA,
    Column("complaint_id", Uuid, primary_key=True),
    _enrolment(),
    Column("topic", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("registered_at", _INSTANT, nullable=False),
    Column("answer", Text),
    Column("answered_at", _INSTANT),
    Column("answered_by", Uuid),
)

CONTESTS = Table(
    "contests",
    METADATA,
    Column("contest_id", Uuid, primary_key=True),
    _enrolment(),
    Column("reason", Text, nullable=False),
    Column("contested_at", _INSTANT, nullable=False),
    Column("outcome", Text),
    Column("answer", Text),
    Column("settled_at", _INSTANT),
    Column("settled_by", Uuid),
    Column("version", Integer, nullable=False),
)

EXPORT_SCHEDULES = Table(
    "export_schedules",
    METADATA,
    Column("schedule_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("file_format", Text, nullable=False),
    Column("frequency", Text, nullable=False),
    Column("next_on", Date, nullable=False),
    Column("created_at", _INSTANT, nullable=False),
    Column("ended_at", _INSTANT),
)

PREPARED_EXPORTS = Table(
    "prepared_exports",
    METADATA,
    Column("export_id", Uuid, primary_key=True),
    Column("schedule_id", Uuid, ForeignKey("export_schedules.schedule_id"), nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("file_format", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("prepared_at", _INSTANT, nullable=False),
)
