"""Bundles: files made on demand, kept for a week."""

from alembic import op

revision = "20261126_1145"
down_revision = "20261126_1125"


def upgrade() -> None:
    """Create the table of bundles."""
    op.execute(
        """CREATE TABLE bundles (
            bundle_id uuid PRIMARY KEY,
            kind text NOT NULL,
            status text NOT NULL CHECK (status IN ('pending', 'ready', 'expired')),
            requested_by uuid NOT NULL,
            role text,
            organisation_id uuid,
            parameters jsonb NOT NULL,
            requested_at timestamptz NOT NULL,
            file_name text,
            file_size integer CHECK (file_size > 0),
            shown_name text,
            media_type text,
            ready_at timestamptz,
            expires_at timestamptz,
            CHECK (status = 'pending' OR num_nulls(file_name, file_size, shown_name, media_type, expires_at) = 0)
        )"""
    )
    op.execute("CREATE INDEX bundles_of_requester ON bundles (requested_by, bundle_id)")
    op.execute("CREATE INDEX bundles_to_expire ON bundles (expires_at) WHERE status = 'ready'")
