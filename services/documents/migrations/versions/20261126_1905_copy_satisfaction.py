"""Copies for the evidence of an action: its satisfaction in numbers, its register of complaints."""

from alembic import op

revision = "20261126_1905"
down_revision = "20261126_1145"

_STATEMENTS = (
    """CREATE TABLE satisfactions (
        training_action_id uuid PRIMARY KEY,
        asked integer NOT NULL,
        answered integer NOT NULL,
        is_hidden boolean NOT NULL,
        least_answers integer NOT NULL,
        results jsonb NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE complaints (
        complaint_id uuid PRIMARY KEY,
        training_action_id uuid NOT NULL,
        training_session_id uuid NOT NULL,
        topic text NOT NULL,
        registered_at timestamptz NOT NULL,
        answered_at timestamptz,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    "CREATE INDEX complaints_of_action ON complaints (training_action_id, registered_at)",
)


def upgrade() -> None:
    """Create the copies."""
    for statement in _STATEMENTS:
        op.execute(statement)
