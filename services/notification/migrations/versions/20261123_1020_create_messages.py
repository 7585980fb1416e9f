"""Messages, and the copies of what they speak of."""

from alembic import op

from chassis import schema

revision = "20261123_1020"
down_revision = None

_TABLES = (
    """CREATE TABLE contacts (
        account_id uuid PRIMARY KEY,
        civility text,
        given_name text,
        family_name text,
        email text,
        is_erased boolean NOT NULL DEFAULT false,
        version integer NOT NULL,
        told_at timestamptz NOT NULL,
        CHECK (num_nulls(given_name, family_name, email) = CASE WHEN is_erased THEN 3 ELSE 0 END)
    )""",
    """CREATE TABLE account_rights (
        account_id uuid PRIMARY KEY,
        is_active boolean NOT NULL,
        first_signed_in_at timestamptz,
        is_staff boolean NOT NULL,
        affiliations jsonb NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    "CREATE INDEX account_rights_affiliations ON account_rights USING gin (affiliations jsonb_path_ops)",
    """CREATE TABLE organisations (
        organisation_id uuid PRIMARY KEY,
        name text NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE training_actions (
        training_action_id uuid PRIMARY KEY,
        title text NOT NULL,
        type_label text NOT NULL,
        is_self_paced boolean NOT NULL,
        delivery_mode text NOT NULL,
        duration_days text NOT NULL,
        provider_organisation_id uuid NOT NULL,
        trainer_account_ids jsonb NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE training_sessions (
        training_session_id uuid PRIMARY KEY,
        training_action_id uuid NOT NULL,
        is_cancelled boolean NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        slots jsonb NOT NULL,
        previous_first_day date,
        previous_last_day date,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE enrolments (
        enrolment_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        training_session_id uuid NOT NULL,
        status text NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    "CREATE INDEX enrolments_of_session ON enrolments (training_session_id)",
    """CREATE TABLE documents (
        document_id uuid PRIMARY KEY,
        enrolment_id uuid NOT NULL,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        number text NOT NULL,
        status text NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE messages (
        message_id uuid PRIMARY KEY,
        event_id uuid NOT NULL,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        status text NOT NULL CHECK (status IN ('queued', 'sent', 'bounced', 'failed', 'dropped')),
        created_at timestamptz NOT NULL,
        status_changed_at timestamptz NOT NULL,
        subject text,
        text_body text,
        html_body text,
        calendar text,
        about_account_id uuid,
        enrolment_id uuid,
        sent_to text,
        sent_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        last_failure text,
        erased_at timestamptz,
        UNIQUE (event_id, account_id, kind),
        CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
        CHECK (num_nulls(subject, text_body, html_body) = CASE WHEN erased_at IS NULL THEN 0 ELSE 3 END)
    )""",
    "CREATE INDEX messages_of_account ON messages (account_id, message_id)",
    "CREATE INDEX messages_about ON messages (about_account_id) WHERE about_account_id IS NOT NULL",
    "CREATE INDEX messages_queued ON messages (created_at) WHERE status = 'queued'",
)


def upgrade() -> None:
    """Create the first tables."""
    schema.create_version_1(op)
    for statement in _TABLES:
        op.execute(statement)
