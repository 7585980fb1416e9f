"""Documents, their numbers, and the copies of what they quote."""

from alembic import op

from chassis import schema

revision = "20261123_1015"
down_revision = None

_TABLES = (
    """CREATE TABLE organisations (
        organisation_id uuid PRIMARY KEY,
        name text NOT NULL,
        siret text NOT NULL,
        street text NOT NULL,
        postcode text NOT NULL,
        city text NOT NULL,
        activity_declaration_number text,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE account_profiles (
        account_id uuid PRIMARY KEY,
        civility text,
        given_name text,
        family_name text,
        job_title text,
        is_erased boolean NOT NULL DEFAULT false,
        version integer NOT NULL,
        told_at timestamptz NOT NULL,
        CHECK (is_erased = (given_name IS NULL)),
        CHECK (is_erased = (family_name IS NULL))
    )""",
    """CREATE TABLE publications (
        training_action_id uuid NOT NULL,
        publication_number integer NOT NULL CHECK (publication_number > 0),
        content jsonb NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL,
        PRIMARY KEY (training_action_id, publication_number)
    )""",
    """CREATE TABLE training_sessions (
        training_session_id uuid PRIMARY KEY,
        training_action_id uuid NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL,
        CHECK (first_day <= last_day)
    )""",
    """CREATE TABLE presences (
        enrolment_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        training_session_id uuid NOT NULL,
        training_action_id uuid NOT NULL,
        publication_number integer NOT NULL,
        net_minutes integer NOT NULL CHECK (net_minutes >= 0),
        recorded_at timestamptz NOT NULL,
        recorded_by uuid,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    "CREATE INDEX presences_recorded ON presences (recorded_at) WHERE net_minutes > 0",
    """CREATE TABLE numbers (
        kind text NOT NULL,
        year integer NOT NULL,
        last_rank integer NOT NULL CHECK (last_rank > 0),
        PRIMARY KEY (kind, year)
    )""",
    """CREATE TABLE documents (
        document_id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('completion_certificate')),
        status text NOT NULL CHECK (status IN ('pending', 'valid', 'replaced', 'revoked', 'dropped')),
        enrolment_id uuid NOT NULL,
        presence_version integer NOT NULL,
        account_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        training_session_id uuid NOT NULL,
        training_action_id uuid NOT NULL,
        publication_number integer NOT NULL,
        requested_at timestamptz NOT NULL,
        status_changed_at timestamptz NOT NULL,
        version integer NOT NULL,
        provider_organisation_id uuid,
        template text,
        number text UNIQUE,
        verification_code text UNIQUE CHECK (length(verification_code) >= 24),
        content jsonb,
        issued_at timestamptz,
        file_name text,
        file_sha256 text CHECK (file_sha256 ~ '^[0-9a-f]{64}$'),
        file_size integer CHECK (file_size > 0),
        replaced_by uuid REFERENCES documents,
        erased_at timestamptz,
        UNIQUE (kind, enrolment_id, presence_version),
        CHECK (status IN ('pending', 'dropped') OR num_nulls(
            number, verification_code, content, issued_at, template, provider_organisation_id, file_name, file_sha256,
            file_size
        ) = 0),
        CHECK ((status = 'replaced') = (replaced_by IS NOT NULL))
    )""",
    "CREATE UNIQUE INDEX documents_one_valid ON documents (kind, enrolment_id) WHERE status = 'valid'",
    "CREATE INDEX documents_of_account ON documents (account_id, document_id)",
    "CREATE INDEX documents_of_organisation ON documents (organisation_id, document_id)",
    "CREATE INDEX documents_of_provider ON documents (provider_organisation_id, document_id)",
    "CREATE INDEX documents_pending ON documents (requested_at) WHERE status = 'pending'",
)


def upgrade() -> None:
    """Create the first tables."""
    schema.create_version_1(op)
    for statement in _TABLES:
        op.execute(statement)
