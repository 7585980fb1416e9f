"""The chassis' tables, present in the database of every service (created by `chassis.schema`)."""

from sqlalchemy import BigInteger, Column, DateTime, Integer, LargeBinary, MetaData, SmallInteger, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData()
_INSTANT = DateTime(timezone=True)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("position", BigInteger, primary_key=True),
    Column("id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("subject_version", Integer),
    Column("occurred_at", _INSTANT, nullable=False),
    Column("confidentiality", Text, nullable=False),
    Column("traceparent", Text),
    Column("data", JSONB(none_as_null=True)),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", _INSTANT),
    Column("sent_at", _INSTANT),
)

INBOX = Table("inbox", METADATA, Column("event_id", Uuid, primary_key=True), Column("heard_at", _INSTANT))

TASKS = Table(
    "tasks",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", JSONB, nullable=False),
    Column("traceparent", Text),
    Column("created_at", _INSTANT, nullable=False),
    Column("run_at", _INSTANT, nullable=False),
    Column("claimed_until", _INSTANT),
    Column("attempts", Integer, nullable=False),
    Column("done_at", _INSTANT),
    Column("given_up_at", _INSTANT),
    Column("failure", Text),
)

IDEMPOTENCY_KEYS = Table(
    "idempotency_keys",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("status", SmallInteger),
    Column("headers", JSONB),
    Column("body", LargeBinary),
    Column("created_at", _INSTANT, nullable=False),
)

JOB_RUNS = Table(
    "job_runs",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("started_at", _INSTANT, nullable=False),
    Column("finished_at", _INSTANT),
)
