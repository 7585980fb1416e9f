"""The slots that a session had before they last changed: diaries hold them until they are cancelled there."""

from alembic import op

revision = "20261126_1930"
down_revision = "20261126_1130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE training_sessions ADD COLUMN previous_slots jsonb")


def downgrade() -> None:
    op.execute("ALTER TABLE training_sessions DROP COLUMN previous_slots")
