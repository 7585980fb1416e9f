"""when an action was last changed; revisions of types and themes"""

from alembic import op

revision = "20261126_1055"
down_revision = "20261123_1000"


def upgrade() -> None:
    """Add the columns; what is there takes its last line of the journal."""
    op.execute("ALTER TABLE training_actions ADD COLUMN changed_at timestamptz")
    op.execute("""
        UPDATE training_actions SET changed_at = coalesce(
            (SELECT max(occurred_at) FROM changes
             WHERE changes.training_action_id = training_actions.training_action_id), created_at)
    """)
    op.execute("ALTER TABLE training_actions ALTER COLUMN changed_at SET NOT NULL")
    op.execute("CREATE INDEX training_actions_changed ON training_actions (changed_at DESC, training_action_id)")
    op.execute("ALTER TABLE training_action_types ADD COLUMN revision integer NOT NULL DEFAULT 1")
    op.execute("ALTER TABLE themes ADD COLUMN revision integer NOT NULL DEFAULT 1")
