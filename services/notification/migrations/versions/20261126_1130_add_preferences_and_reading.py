"""How people wish to be told, what they have read, addresses that fail, and what staff look for."""

from alembic import op

revision = "20261126_1130"
down_revision = "20261126_1115"

_STATEMENTS = (
    "ALTER TABLE messages DROP CONSTRAINT messages_status_check",
    """ALTER TABLE messages ADD CONSTRAINT messages_status_check CHECK (status IN (
        'queued', 'held', 'muted', 'sent', 'digested', 'bounced', 'complained', 'failed', 'dropped'))""",
    # What was accepted keeps its instant when the bounce comes later.
    "ALTER TABLE messages DROP CONSTRAINT messages_check",
    """ALTER TABLE messages ADD CONSTRAINT messages_sent_at_check CHECK (
        CASE status WHEN 'sent' THEN sent_at IS NOT NULL WHEN 'complained' THEN sent_at IS NOT NULL
        WHEN 'bounced' THEN true ELSE sent_at IS NULL END)""",
    """ALTER TABLE messages
        ADD COLUMN identifier text NOT NULL DEFAULT '',
        ADD COLUMN link text,
        ADD COLUMN read_at timestamptz,
        ADD COLUMN resent_from uuid REFERENCES messages""",
    "CREATE INDEX messages_identifier ON messages (identifier) WHERE identifier <> ''",
    "CREATE INDEX messages_unread ON messages (account_id) WHERE read_at IS NULL AND erased_at IS NULL",
    "CREATE INDEX messages_held ON messages (account_id) WHERE status = 'held'",
    "CREATE INDEX messages_resent ON messages (resent_from) WHERE resent_from IS NOT NULL",
    """CREATE TABLE preferences (
        account_id uuid NOT NULL,
        topic text NOT NULL,
        delivery text NOT NULL CHECK (delivery IN ('at_once', 'daily_digest', 'off')),
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, topic)
    )""",
    """CREATE TABLE failing_addresses (
        account_id uuid PRIMARY KEY,
        address text NOT NULL,
        since timestamptz NOT NULL,
        reason text NOT NULL
    )""",
)


def upgrade() -> None:
    """Add them; what was written before counts as read by nobody."""
    for statement in _STATEMENTS:
        op.execute(statement)
