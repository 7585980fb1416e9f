"""Messages may go to an address of their own: to somebody who has no account yet, or to an address just given up."""

from alembic import op

revision = "20261126_1115"
down_revision = "20261123_1020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE messages ADD COLUMN address text")


def downgrade() -> None:
    op.execute("ALTER TABLE messages DROP COLUMN address")
