"""Create sign_ins."""

import sqlalchemy as sa
from alembic import op

from chassis import schema

revision = "20261123_2330"
down_revision = None


def upgrade() -> None:
    """The chassis' tables, and one row a sign-in."""
    schema.create_version_1(op)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("cookie_hash", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("account_id", sa.Uuid, nullable=False, index=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.CheckConstraint("octet_length(cookie_hash) = 32", name="sign_ins_cookie_hash_is_sha256"),
    )
