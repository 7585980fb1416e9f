"""Open badges: requests, credentials, keys that signed them, status lists of revocation."""

from alembic import op

revision = "20261126_1125"
down_revision = "20261126_1055"

_STATEMENTS = (
    """CREATE TABLE badges (
        badge_id uuid PRIMARY KEY,
        status text NOT NULL
            CHECK (status IN ('requested', 'accepted', 'issued', 'declined', 'revoked', 'dropped')),
        enrolment_id uuid NOT NULL,
        account_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        training_action_id uuid NOT NULL,
        training_session_id uuid NOT NULL,
        publication_number integer NOT NULL,
        provider_organisation_id uuid NOT NULL,
        requested_at timestamptz NOT NULL,
        status_changed_at timestamptz NOT NULL,
        version integer NOT NULL,
        evidence_url text,
        evidence_text text,
        decided_by uuid,
        reason text,
        content jsonb,
        status_list integer CHECK (status_list > 0),
        status_list_index integer CHECK (status_list_index >= 0),
        issued_at timestamptz,
        credential_jwt text,
        credential jsonb,
        png_file text,
        svg_file text,
        erased_at timestamptz,
        UNIQUE (status_list, status_list_index),
        CHECK (status NOT IN ('issued', 'revoked') OR num_nulls(
            content, status_list, status_list_index, issued_at
        ) = 0)
    )""",
    """CREATE UNIQUE INDEX badges_one_live ON badges (enrolment_id)
        WHERE status IN ('requested', 'accepted', 'issued')""",
    "CREATE INDEX badges_of_account ON badges (account_id, badge_id)",
    "CREATE INDEX badges_of_provider ON badges (provider_organisation_id, badge_id)",
    """CREATE TABLE badge_keys (
        key_id text PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('rsa', 'ed25519')),
        public_jwk jsonb NOT NULL,
        first_used_at timestamptz NOT NULL
    )""",
    """CREATE TABLE status_lists (
        status_list integer PRIMARY KEY CHECK (status_list > 0),
        credential jsonb,
        credential_jwt text,
        published_at timestamptz
    )""",
)


def upgrade() -> None:
    """Create the tables of badges."""
    for statement in _STATEMENTS:
        op.execute(statement)
