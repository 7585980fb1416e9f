"""Kinds beside the certificate, enrolments in every state, Cap Métiers' identity, certificates of the seal.

Slots of sessions and enrolments before their presence are told again by `replay --to documents` of catalogue and
enrolment; e-mail addresses (hashed in badges) by that of identity.
"""

from alembic import op

revision = "20261126_1055"
down_revision = "20261123_1015"

_STATEMENTS = (
    "ALTER TABLE documents DROP CONSTRAINT documents_kind_check",
    """ALTER TABLE documents ADD CONSTRAINT documents_kind_check
        CHECK (kind IN ('completion_certificate', 'end_of_training_statement', 'convocation'))""",
    """ALTER TABLE documents
        ADD COLUMN session_version integer NOT NULL DEFAULT 0,
        ADD COLUMN replaces_number text,
        ADD COLUMN revocation_reason text""",
    "ALTER TABLE documents DROP CONSTRAINT documents_kind_enrolment_id_presence_version_key",
    """ALTER TABLE documents ADD CONSTRAINT documents_one_a_basis
        UNIQUE (kind, enrolment_id, presence_version, session_version)""",
    "CREATE INDEX documents_of_session ON documents (training_session_id, document_id)",
    "ALTER TABLE presences RENAME TO enrolments",
    """ALTER TABLE enrolments
        ADD COLUMN status text NOT NULL DEFAULT 'attended',
        ADD COLUMN requested_at timestamptz,
        ADD COLUMN decided_at timestamptz,
        ADD COLUMN planned_minutes integer,
        ADD COLUMN half_days jsonb,
        ADD COLUMN evaluation jsonb,
        ALTER COLUMN recorded_at DROP NOT NULL""",
    "UPDATE enrolments SET status = 'absent' WHERE net_minutes = 0",
    "ALTER TABLE enrolments ALTER COLUMN status DROP DEFAULT",
    "CREATE INDEX enrolments_of_session ON enrolments (training_session_id)",
    "CREATE INDEX enrolments_of_account ON enrolments (account_id)",
    "CREATE INDEX enrolments_of_action ON enrolments (training_action_id)",
    """ALTER TABLE training_sessions
        ADD COLUMN status text NOT NULL DEFAULT 'scheduled',
        ADD COLUMN slots jsonb NOT NULL DEFAULT '[]'""",
    "ALTER TABLE account_profiles ADD COLUMN email text",
    """CREATE TABLE issuer_identities (
        version integer PRIMARY KEY CHECK (version > 0),
        name text NOT NULL,
        street text NOT NULL,
        postcode text NOT NULL,
        city text NOT NULL,
        activity_declaration_number text,
        signatory_name text,
        signatory_job_title text,
        logo_file text,
        recorded_at timestamptz NOT NULL,
        recorded_by uuid NOT NULL
    )""",
    """CREATE TABLE seal_certificates (
        fingerprint text PRIMARY KEY CHECK (fingerprint ~ '^[0-9a-f]{64}$'),
        chain text NOT NULL,
        not_before timestamptz NOT NULL,
        not_after timestamptz NOT NULL,
        first_used_at timestamptz NOT NULL
    )""",
)


def upgrade() -> None:
    """Widen what a document may be, and what is known of its causes."""
    for statement in _STATEMENTS:
        op.execute(statement)
