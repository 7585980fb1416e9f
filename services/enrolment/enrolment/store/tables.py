"""Tables, and the mapping of the domain classes onto them. Copies of neighbours' data are plain tables."""

from enum import Enum as PythonEnum

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from chassis.principal import Role
from enrolment.domain.attendance import HalfDay
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.moves import Move
from enrolment.domain.policy import CapScope, Policy, PromotionMode
from enrolment.domain.reasons import ReasonCode
from enrolment.domain.statuses import Status
from enrolment.domain.transitions import Decision

METADATA = MetaData()
_INSTANT = DateTime(timezone=True)


def enum_of(kind: type[PythonEnum]) -> Enum:
    """A column that keeps the values of the members."""
    return Enum(kind, values_callable=lambda members: [member.value for member in members], native_enum=False)


POLICIES = Table(
    "policies",
    METADATA,
    Column("version", Integer, primary_key=True),
    Column("effective_on", Date, nullable=False),
    Column("member_only_quota", Integer, nullable=False),
    Column("formation_quota", Integer, nullable=False),
    Column("organisation_cap", Integer, nullable=False),
    Column("organisation_cap_scope", enum_of(CapScope), nullable=False),
    Column("cap_lift_days", Integer, nullable=False),
    Column("withdrawal_deadline_days", Integer, nullable=False),
    Column("promotion_deadline_days", Integer, nullable=False),
    Column("free_cancellation_days", Integer, nullable=False),
    Column("late_withdrawal_uses_right", Boolean, nullable=False),
    Column("absence_uses_right", Boolean, nullable=False),
    Column("waves", JSONB, nullable=False),
    Column("promotion_mode", enum_of(PromotionMode), nullable=False),
    Column("offer_answer_hours", Integer, nullable=False),
    Column("reminder_days", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("created_at", _INSTANT, nullable=False),
    Column("created_by", Uuid),
    Column("last_reminder_days", Integer, nullable=False),
    Column("hr_reminder_days", Integer, nullable=False),
    Column("hr_escalation_days", Integer, nullable=False),
    Column("presence_contest_days", Integer, nullable=False),
)

ENROLMENTS = Table(
    "enrolments",
    METADATA,
    Column("enrolment_id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("training_session_id", Uuid, nullable=False),
    Column("training_action_id", Uuid, nullable=False),
    Column("publication_number", Integer, nullable=False),
    Column("is_member_only", Boolean, nullable=False),
    Column("counts_as_formation", Boolean, nullable=False),
    Column("year", Integer, nullable=False),
    Column("motivation", Text, nullable=False),
    Column("prerequisites_met", Boolean, nullable=False),
    Column("available_on_all_slots", Boolean, nullable=False),
    Column("requested_at", _INSTANT, nullable=False),
    Column("status", enum_of(Status), nullable=False),
    Column("uses_right", Boolean, nullable=False),
    Column("decided_at", _INSTANT),
    Column("decided_by", Uuid),
    Column("decided_as", enum_of(Role)),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    Column("planned_minutes", Integer),
    Column("net_minutes", Integer),
    Column("presence_recorded_at", _INSTANT),
    Column("reason_code", enum_of(ReasonCode)),
    Column("evaluation", JSONB(none_as_null=True)),
    Column("information_read_at", _INSTANT),
    Column("information_publication", Integer),
    Column("offer_expires_at", _INSTANT),
)

MOVES = Table(
    "moves",
    METADATA,
    Column("move_id", Uuid, primary_key=True),
    Column("enrolment_id", Uuid, ForeignKey("enrolments.enrolment_id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("decision", enum_of(Decision), nullable=False),
    Column("previous_status", enum_of(Status)),
    Column("status", enum_of(Status), nullable=False),
    Column("occurred_at", _INSTANT, nullable=False),
    Column("account_id", Uuid),
    Column("role", enum_of(Role)),
    Column("reason", Text),
    Column("policy_version", Integer, ForeignKey("policies.version"), nullable=False),
    Column("quota_policy_version", Integer, ForeignKey("policies.version"), nullable=False),
    Column("is_own_request", Boolean, nullable=False),
    Column("is_early", Boolean),
    Column("uses_right", Boolean, nullable=False),
    Column("attendance", JSONB(none_as_null=True)),
    Column("reason_code", enum_of(ReasonCode)),
    Column("consequences", JSONB(none_as_null=True)),
    Column("offer_expires_at", _INSTANT),
)

# What a person attended of one half-day, recorded before the whole presence is known and kept after.
HALF_DAYS = Table(
    "half_days",
    METADATA,
    Column("enrolment_id", Uuid, ForeignKey("enrolments.enrolment_id"), primary_key=True),
    Column("slot_id", Uuid, primary_key=True),
    Column("half_day", enum_of(HalfDay), primary_key=True),
    Column("net_minutes", Integer, nullable=False),
    Column("recorded_at", _INSTANT, nullable=False),
    Column("recorded_by", Uuid),
)

# The first lock of every change of seats or of the waiting list: one row a session.
SEATS = Table(
    "seats",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("wanted_capacity", Integer),
    Column("capacity", Integer),
    Column("taken", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("waiting_list_capacity", Integer, nullable=False),
    Column("moved_at", _INSTANT),
    Column("free_cancellation_until", _INSTANT),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT),
)

# The second lock: people of one organisation on one action are counted under it, across sessions.
ORGANISATION_CAPS = Table(
    "organisation_caps",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, primary_key=True),
)

# The third lock: rights used by a person in a calendar year; locked by account id, then year.
PARTICIPATION_RIGHTS = Table(
    "participation_rights",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("member_only", Integer, nullable=False),
    Column("formations", Integer, nullable=False),
)

FORGOTTEN_ACCOUNTS = Table(
    "forgotten_accounts",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("forgotten_at", _INSTANT, nullable=False),
)

# Copies: `version` and `told_at` are those of the event that wrote the row.
ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("is_active", Boolean, nullable=False),
    Column("first_signed_in_at", _INSTANT),
    Column("is_staff", Boolean, nullable=False),
    Column("affiliations", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

PROFILES = Table(
    "profiles",
    METADATA,
    Column("account_id", Uuid, primary_key=True),
    Column("civility", Text),
    Column("given_name", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

ORGANISATIONS = Table(
    "organisations",
    METADATA,
    Column("organisation_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("postcode", Text),
    Column("closed_on", Date),
    Column("memberships", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

TRAINING_ACTIONS = Table(
    "training_actions",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    Column("publication_number", Integer, nullable=False),
    Column("is_withdrawn", Boolean, nullable=False),
    Column("title", Text, nullable=False),
    Column("type_label", Text, nullable=False),
    Column("type_code", Text),
    Column("evaluation_planned", Boolean, nullable=False),
    Column("counts_as_formation", Boolean, nullable=False),
    Column("is_self_paced", Boolean, nullable=False),
    Column("delivery_mode", Text, nullable=False),
    Column("duration_days", Numeric(5, 1), nullable=False),
    Column("is_member_only", Boolean, nullable=False),
    Column("needs_hr_approval", Boolean, nullable=False),
    Column("needs_provider_approval", Boolean, nullable=False),
    Column("provider_organisation_id", Uuid, nullable=False),
    Column("trainer_account_ids", ARRAY(Uuid), nullable=False),
    Column("missing_information", ARRAY(Text), nullable=False),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

TRAINING_SESSIONS = Table(
    "training_sessions",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, nullable=False),
    Column("is_cancelled", Boolean, nullable=False),
    Column("wanted_capacity", Integer),
    Column("waiting_list_capacity", Integer, nullable=False),
    Column("registration_opens_at", _INSTANT, nullable=False),
    Column("registration_closes_at", _INSTANT, nullable=False),
    Column("starts_at", _INSTANT, nullable=False),
    Column("ends_at", _INSTANT, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("slots", JSONB, nullable=False),
    # Who ran a session that was over when its action was given to another provider; null: whoever runs the action.
    Column("run_by_organisation_id", Uuid),
    Column("run_by_account_ids", ARRAY(Uuid)),
    Column("version", Integer, nullable=False),
    Column("told_at", _INSTANT, nullable=False),
)

_mapper = registry(metadata=METADATA)
_mapper.map_imperatively(Policy, POLICIES)
_mapper.map_imperatively(Enrolment, ENROLMENTS)
_mapper.map_imperatively(Move, MOVES)
