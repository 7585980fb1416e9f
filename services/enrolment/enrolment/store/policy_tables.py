"""Tables of the policy editor, and of what the clock reminds of."""

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Integer, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from enrolment.domain.policy_drafts import PolicyDraft, RehearsalState
from enrolment.domain.rehearsal import Outcome
from enrolment.store.tables import METADATA, enum_of

_INSTANT = DateTime(timezone=True)

POLICY_DRAFTS = Table(
    "policy_drafts",
    METADATA,
    Column("draft_id", Uuid, primary_key=True),
    Column("terms", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", _INSTANT, nullable=False),
    Column("updated_at", _INSTANT, nullable=False),
    Column("updated_by", Uuid, nullable=False),
    Column("rehearsed_year", Integer),
    Column("rehearsal_state", enum_of(RehearsalState)),
    Column("rehearsal_total", Integer),
    Column("rehearsal_done", Integer),
    Column("rehearsed_at", _INSTANT),
)


REHEARSED_OUTCOMES = Table(
    "rehearsed_outcomes",
    METADATA,
    Column("draft_id", Uuid, ForeignKey("policy_drafts.draft_id"), primary_key=True),
    Column("enrolment_id", Uuid, ForeignKey("enrolments.enrolment_id"), primary_key=True),
    Column("requested_at", _INSTANT, nullable=False),
    Column("outcome_before", enum_of(Outcome), nullable=False),
    Column("outcome_after", enum_of(Outcome), nullable=False),
    Column("right_used_before", Boolean, nullable=False),
    Column("right_used_after", Boolean, nullable=False),
)


# Who was reminded of which first day.
SESSION_REMINDERS = Table(
    "session_reminders",
    METADATA,
    Column("enrolment_id", Uuid, ForeignKey("enrolments.enrolment_id"), primary_key=True),
    Column("first_day", Date, primary_key=True),
    Column("days_ahead", Integer, primary_key=True),
    Column("told_at", _INSTANT, nullable=False),
)


# Since when requests wait in an organisation without an HR validator; null once there is one again.
MISSING_VALIDATORS = Table(
    "missing_validators",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("since", _INSTANT),
    Column("version", Integer, nullable=False),
)


registry(metadata=METADATA).map_imperatively(PolicyDraft, POLICY_DRAFTS)
