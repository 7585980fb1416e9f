"""Change reports and membership requests may be taken back; what became of a client is remembered."""

from alembic import op

revision = "20261127_0020"
down_revision = "20261127_0010"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE change_reports DROP CONSTRAINT change_reports_state_check",
    """ALTER TABLE change_reports ADD CONSTRAINT change_reports_state_check
        CHECK (state IN ('reported', 'accepted', 'refused', 'applied', 'withdrawn'))""",
    "ALTER TABLE membership_requests DROP CONSTRAINT membership_requests_state_check",
    """ALTER TABLE membership_requests ADD CONSTRAINT membership_requests_state_check
        CHECK (state IN ('requested', 'confirmed', 'refused', 'withdrawn'))""",
    """CREATE TABLE client_changes (
        id uuid PRIMARY KEY,
        client_id text NOT NULL REFERENCES clients,
        at timestamptz NOT NULL,
        by_account_id uuid,
        fact text NOT NULL CHECK (fact IN
            ('registered', 'changed', 'secret_replaced', 'secret_replaced_at_once', 'disabled', 'enabled')),
        differences jsonb NOT NULL
    )""",
    "CREATE INDEX client_changes_client ON client_changes (client_id, id)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("what was taken back stays so; restore a backup")
