"""sessions that were over when their action was given to another provider stay with the one that ran them"""

from alembic import op

revision = "20261126_1930"
down_revision = "20261126_1900"


def upgrade() -> None:
    """Add who ran a past session; null: whoever runs the action."""
    op.execute(
        """ALTER TABLE training_sessions
            ADD COLUMN run_by_organisation_id uuid,
            ADD COLUMN run_by_account_ids uuid[],
            ADD CHECK ((run_by_organisation_id IS NULL) = (run_by_account_ids IS NULL))"""
    )
    op.execute(
        """CREATE INDEX training_sessions_run_by ON training_sessions (run_by_organisation_id)
            WHERE run_by_organisation_id IS NOT NULL"""
    )
