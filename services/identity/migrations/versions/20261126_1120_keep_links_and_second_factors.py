"""Links sent by e-mail, second factors, with which browser a sign-in was made, when somebody last signed in."""

from alembic import op

revision = "20261126_1120"
down_revision = "20261126_1110"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE links (
        id uuid PRIMARY KEY,
        purpose text NOT NULL CHECK (purpose IN ('open_account', 'reset_password', 'change_email')),
        email text NOT NULL CHECK (email <> ''),
        account_id uuid REFERENCES accounts,
        applicant jsonb,
        token_hash bytea UNIQUE,
        asked_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL CHECK (expires_at > asked_at),
        used_at timestamptz,
        CHECK (purpose <> 'change_email' OR account_id IS NOT NULL),
        CHECK ((purpose = 'open_account') = (applicant IS NOT NULL))
    )""",
    "CREATE INDEX links_end ON links (expires_at)",
    "CREATE INDEX links_account ON links (account_id)",
    "CREATE INDEX links_email ON links (email)",
    """CREATE TABLE second_factors (
        account_id uuid PRIMARY KEY REFERENCES accounts,
        sealed_secret text NOT NULL,
        made_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        last_step bigint NOT NULL DEFAULT 0
    )""",
    """CREATE TABLE recovery_codes (
        code_hash bytea PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES second_factors ON DELETE CASCADE,
        used_at timestamptz
    )""",
    "CREATE INDEX recovery_codes_account ON recovery_codes (account_id)",
    "ALTER TABLE sign_ins ADD COLUMN agent text NOT NULL DEFAULT ''",
    """ALTER TABLE accounts
        ADD COLUMN last_signed_in_at timestamptz,
        ADD COLUMN inactivity_noticed_at timestamptz""",
    # When they last signed in before this was kept is not known: no earlier than their last change.
    "UPDATE accounts SET last_signed_in_at = changed_at WHERE first_signed_in_at IS NOT NULL AND state = 'active'",
    "CREATE INDEX accounts_last_signed_in ON accounts (coalesce(last_signed_in_at, created_at)) WHERE state = 'active'",
    "ALTER TABLE throttles DROP CONSTRAINT throttles_kind_check",
    """ALTER TABLE throttles ADD CONSTRAINT throttles_kind_check
        CHECK (kind IN ('account', 'address', 'second_factor', 'mail', 'mail_address'))""",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("links and second factors are not thrown away; restore a backup")
