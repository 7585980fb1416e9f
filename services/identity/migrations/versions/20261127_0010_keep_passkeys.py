"""Passkeys, the challenges that were used, and who is asked for one after the password; recovery codes stand alone."""

from alembic import op

revision = "20261127_0010"
down_revision = "20261126_1150"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE passkeys (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        credential_id bytea NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
        public_key bytea NOT NULL,
        sign_count bigint NOT NULL CHECK (sign_count >= 0),
        transports text[] NOT NULL,
        is_synced boolean NOT NULL,
        name text NOT NULL CHECK (name <> ''),
        created_at timestamptz NOT NULL,
        last_used_at timestamptz
    )""",
    "CREATE INDEX passkeys_account ON passkeys (account_id, id)",
    """CREATE TABLE used_challenges (
        challenge_hash bytea PRIMARY KEY,
        expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX used_challenges_end ON used_challenges (expires_at)",
    "ALTER TABLE accounts ADD COLUMN asks_for_passkey boolean NOT NULL DEFAULT false",
    # They also stand in for a passkey, where there is no code of a telephone.
    "ALTER TABLE recovery_codes DROP CONSTRAINT recovery_codes_account_id_fkey",
    "ALTER TABLE recovery_codes ADD FOREIGN KEY (account_id) REFERENCES accounts",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("passkeys are not thrown away; restore a backup")
