"""what a person keeps: favourites, the last search, saved searches"""

from alembic import op

revision = "20261126_1120"
down_revision = "20261126_1110"

_STATEMENTS = (
    """CREATE TABLE favourites (
        account_id uuid NOT NULL,
        training_action_id uuid NOT NULL REFERENCES training_actions,
        kept_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, training_action_id)
    )""",
    """CREATE TABLE last_searches (
        account_id uuid PRIMARY KEY,
        criteria jsonb NOT NULL CHECK (jsonb_typeof(criteria) = 'object'),
        kept_at timestamptz NOT NULL
    )""",
    """CREATE TABLE saved_searches (
        saved_search_id uuid PRIMARY KEY,
        account_id uuid NOT NULL,
        label text NOT NULL CHECK (label <> ''),
        criteria jsonb NOT NULL CHECK (jsonb_typeof(criteria) = 'object'),
        tells boolean NOT NULL,
        saved_at timestamptz NOT NULL,
        looked_at timestamptz NOT NULL,
        stop_key text NOT NULL CHECK (length(stop_key) >= 22)
    )""",
    "CREATE INDEX saved_searches_account ON saved_searches (account_id, saved_at)",
    "CREATE INDEX saved_searches_due ON saved_searches (looked_at) WHERE tells",
)


def upgrade() -> None:
    """Create the three tables; what they hold goes with the account's anonymisation."""
    for statement in _STATEMENTS:
        op.execute(statement)
