"""satisfaction with each action as it was last told"""

from alembic import op

revision = "20261126_1900"
down_revision = "20261126_1130"


def upgrade() -> None:
    """Create the table of what was told; the clock's next run fills it."""
    op.execute(
        """CREATE TABLE told_satisfactions (
            training_action_id uuid PRIMARY KEY,
            asked integer NOT NULL CHECK (asked > 0),
            answered integer NOT NULL CHECK (answered BETWEEN 0 AND asked),
            content jsonb NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            told_at timestamptz NOT NULL
        )"""
    )
