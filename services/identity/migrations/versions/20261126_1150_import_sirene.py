"""Imports of SIRENE's stock files: how far they came, what they left out, and the names of legal units."""

from alembic import op

revision = "20261126_1150"
down_revision = "20261126_1130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE sirene_imports (
            digest bytea PRIMARY KEY,
            file_name text NOT NULL,
            byte_offset bigint NOT NULL CHECK (byte_offset >= 0),
            lines bigint NOT NULL CHECK (lines >= 0),
            counts jsonb NOT NULL,
            started_at timestamptz NOT NULL,
            finished_at timestamptz
        )"""
    )
    op.execute(
        """CREATE TABLE sirene_import_faults (
            digest bytea NOT NULL REFERENCES sirene_imports,
            line bigint NOT NULL,
            fault text NOT NULL,
            PRIMARY KEY (digest, line)
        )"""
    )
    op.execute("CREATE TABLE legal_units (siren text PRIMARY KEY CHECK (siren ~ '^[0-9]{9}$'), name text NOT NULL)")


def downgrade() -> None:
    for table in ("sirene_import_faults", "sirene_imports", "legal_units"):
        op.execute(f"DROP TABLE {table}")
