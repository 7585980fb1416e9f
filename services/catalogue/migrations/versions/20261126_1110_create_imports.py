"""imports of files of other systems, what they reported, and which action each of their offers became"""

from alembic import op

revision = "20261126_1110"
down_revision = "20261126_1100"

_STATEMENTS = (
    """CREATE TABLE imports (
        import_id uuid PRIMARY KEY,
        file_name text NOT NULL,
        status text NOT NULL CHECK (status IN ('uploading', 'waiting', 'running', 'done', 'failed', 'abandoned')),
        type_code text NOT NULL,
        theme_code text NOT NULL,
        access text NOT NULL CHECK (access IN ('open', 'members')),
        capacity integer NOT NULL CHECK (capacity >= 1),
        publish boolean NOT NULL,
        account_id uuid NOT NULL,
        role text NOT NULL,
        parts integer NOT NULL,
        bytes bigint NOT NULL,
        formations integer,
        read integer NOT NULL,
        created integer NOT NULL,
        updated integer NOT NULL,
        unchanged integer NOT NULL,
        published integer NOT NULL,
        sessions integer NOT NULL,
        faulty integer NOT NULL,
        remarks integer NOT NULL,
        failure jsonb,
        begun_at timestamptz NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        CHECK ((status IN ('done', 'failed', 'abandoned')) = (ended_at IS NOT NULL))
    )""",
    "CREATE INDEX imports_newest ON imports (begun_at DESC, import_id DESC)",
    """CREATE TABLE import_faults (
        import_id uuid NOT NULL REFERENCES imports ON DELETE CASCADE,
        position integer NOT NULL,
        line integer NOT NULL,
        identifier text NOT NULL,
        title text NOT NULL,
        reason text NOT NULL,
        figures jsonb NOT NULL,
        is_remark boolean NOT NULL,
        PRIMARY KEY (import_id, position)
    )""",
    """CREATE TABLE imported_offers (
        identifier text PRIMARY KEY,
        training_action_id uuid NOT NULL REFERENCES training_actions,
        digest bytea NOT NULL
    )""",
    """CREATE TABLE imported_sessions (
        identifier text NOT NULL REFERENCES imported_offers,
        session_identifier text NOT NULL,
        training_session_id uuid NOT NULL REFERENCES training_sessions,
        PRIMARY KEY (identifier, session_identifier)
    )""",
    "CREATE INDEX organisations_siret ON organisations (siret)",
)


def upgrade() -> None:
    """Create the tables."""
    for statement in _STATEMENTS:
        op.execute(statement)
