"""follow decisions: reasons of a list, deputies, threads, signatures, closings, questionnaires, exports"""

from alembic import op

revision = "20261126_1110"
down_revision = "20261123_1015"

_HALF_DAY = "text NOT NULL CHECK (half_day IN ('morning', 'afternoon'))"
_ROLES = "('beneficiary', 'hr_validator', 'referent', 'training_provider', 'staff')"

_STATEMENTS = (
    """ALTER TABLE policies
        ADD COLUMN hr_reminder_days integer NOT NULL DEFAULT 3 CHECK (hr_reminder_days > 0),
        ADD COLUMN hr_escalation_days integer NOT NULL DEFAULT 7 CHECK (hr_escalation_days > 0),
        ADD COLUMN presence_contest_days integer NOT NULL DEFAULT 10 CHECK (presence_contest_days >= 0)""",
    "ALTER TABLE enrolments ADD COLUMN reason_code text, ADD COLUMN evaluation jsonb",
    "ALTER TABLE moves ADD COLUMN reason_code text",
    "CREATE INDEX moves_of_role ON moves (role, account_id, occurred_at)",
    """ALTER TABLE training_actions
        ADD COLUMN type_code text, ADD COLUMN evaluation_planned boolean NOT NULL DEFAULT false""",
    """CREATE TABLE deputies (
        deputy_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL,
        absent_account_id uuid NOT NULL,
        deputy_account_id uuid NOT NULL CHECK (deputy_account_id <> absent_account_id),
        first_day date NOT NULL,
        last_day date NOT NULL CHECK (last_day >= first_day),
        named_by uuid NOT NULL,
        named_at timestamptz NOT NULL,
        ended_at timestamptz
    )""",
    "CREATE INDEX deputies_of_account ON deputies (deputy_account_id, last_day)",
    "CREATE INDEX deputies_of_organisation ON deputies (organisation_id, last_day)",
    """CREATE TABLE reminders (
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        level text NOT NULL CHECK (level IN ('reminder', 'escalation')),
        reminded_at timestamptz NOT NULL,
        PRIMARY KEY (enrolment_id, level)
    )""",
    """CREATE TABLE inquiries (
        inquiry_id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        asked_by uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        due_on date NOT NULL,
        answered_at timestamptz,
        missed_told_at timestamptz,
        version integer NOT NULL CHECK (version > 0)
    )""",
    "CREATE UNIQUE INDEX inquiries_one_open ON inquiries (enrolment_id) WHERE answered_at IS NULL",
    "CREATE INDEX inquiries_of_enrolment ON inquiries (enrolment_id, asked_at)",
    f"""CREATE TABLE thread_messages (
        message_id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        account_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN {_ROLES}),
        body text NOT NULL,
        written_at timestamptz NOT NULL
    )""",
    "CREATE INDEX thread_messages_of_enrolment ON thread_messages (enrolment_id, written_at)",
    f"""CREATE TABLE signing_codes (
        code text PRIMARY KEY,
        training_session_id uuid NOT NULL,
        slot_id uuid NOT NULL,
        half_day {_HALF_DAY},
        opens_at timestamptz NOT NULL,
        closes_at timestamptz NOT NULL CHECK (closes_at > opens_at),
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        UNIQUE (training_session_id, slot_id, half_day)
    )""",
    f"""CREATE TABLE signatures (
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        slot_id uuid NOT NULL,
        half_day {_HALF_DAY},
        signed_at timestamptz NOT NULL,
        PRIMARY KEY (enrolment_id, slot_id, half_day)
    )""",
    """CREATE TABLE closings (
        training_session_id uuid PRIMARY KEY,
        closed_at timestamptz NOT NULL,
        closed_by uuid NOT NULL
    )""",
    """CREATE TABLE questionnaire_templates (
        template_id uuid PRIMARY KEY,
        type_code text NOT NULL,
        version integer NOT NULL CHECK (version > 0),
        questions jsonb NOT NULL CHECK (jsonb_typeof(questions) = 'array'),
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        UNIQUE (type_code, version)
    )""",
    """CREATE TABLE questionnaires (
        enrolment_id uuid PRIMARY KEY REFERENCES enrolments,
        training_session_id uuid NOT NULL,
        training_action_id uuid NOT NULL,
        questions jsonb NOT NULL,
        opened_at timestamptz NOT NULL,
        answered_at timestamptz,
        answers jsonb,
        CHECK ((answered_at IS NULL) = (answers IS NULL))
    )""",
    "CREATE INDEX questionnaires_of_session ON questionnaires (training_session_id)",
    "CREATE INDEX questionnaires_of_action ON questionnaires (training_action_id)",
    """CREATE TABLE complaints (
        complaint_id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        topic text NOT NULL,
        body text NOT NULL,
        registered_at timestamptz NOT NULL,
        answer text,
        answered_at timestamptz,
        answered_by uuid,
        CHECK ((answered_at IS NULL) = (answered_by IS NULL))
    )""",
    "CREATE INDEX complaints_of_enrolment ON complaints (enrolment_id, registered_at)",
    """CREATE TABLE contests (
        contest_id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL REFERENCES enrolments,
        reason text NOT NULL,
        contested_at timestamptz NOT NULL,
        outcome text CHECK (outcome IN ('corrected', 'kept')),
        answer text,
        settled_at timestamptz,
        settled_by uuid,
        version integer NOT NULL CHECK (version > 0),
        CHECK ((settled_at IS NULL) = (outcome IS NULL))
    )""",
    "CREATE UNIQUE INDEX contests_one_open ON contests (enrolment_id) WHERE settled_at IS NULL",
    """CREATE TABLE export_schedules (
        schedule_id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL,
        account_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('requests', 'decisions', 'presences')),
        file_format text NOT NULL CHECK (file_format IN ('csv', 'xlsx')),
        frequency text NOT NULL CHECK (frequency IN ('weekly', 'monthly')),
        next_on date NOT NULL,
        created_at timestamptz NOT NULL,
        ended_at timestamptz
    )""",
    "CREATE INDEX export_schedules_due ON export_schedules (next_on) WHERE ended_at IS NULL",
    """CREATE TABLE prepared_exports (
        export_id uuid PRIMARY KEY,
        schedule_id uuid NOT NULL REFERENCES export_schedules,
        organisation_id uuid NOT NULL,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        file_format text NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        prepared_at timestamptz NOT NULL,
        UNIQUE (schedule_id, first_day)
    )""",
)


def upgrade() -> None:
    """Add what follows a request through decision, presence and afterwards."""
    for statement in _STATEMENTS:
        op.execute(statement)
