"""Complete clients: keys of their own, service scopes, logout addresses, secrets that rotate; how a person signed in."""

from alembic import op

revision = "20261126_1110"
down_revision = "20261126_1100"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE clients DROP CONSTRAINT clients_auth_method_check",
    "ALTER TABLE clients DROP CONSTRAINT clients_redirect_uris_check",
    "ALTER TABLE clients DROP CONSTRAINT clients_check",
    """ALTER TABLE clients
        ADD COLUMN service_scopes text[] NOT NULL DEFAULT '{}',
        ADD COLUMN jwks jsonb,
        ADD COLUMN backchannel_logout_uri text CHECK (backchannel_logout_uri <> ''),
        ADD COLUMN previous_secret_hash bytea,
        ADD COLUMN previous_secret_until timestamptz,
        ADD COLUMN changed_at timestamptz,
        ADD COLUMN changed_by uuid,
        ADD COLUMN disabled_at timestamptz,
        ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
        ADD CONSTRAINT clients_auth_method_check
            CHECK (auth_method IN ('client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none')),
        ADD CONSTRAINT clients_redirect_uris_check
            CHECK (('authorization_code' = ANY (grants)) = (cardinality(redirect_uris) > 0)),
        ADD CONSTRAINT clients_secret_check
            CHECK ((auth_method IN ('client_secret_basic', 'client_secret_post')) = (secret_hash IS NOT NULL)),
        ADD CONSTRAINT clients_jwks_check CHECK ((auth_method = 'private_key_jwt') = (jwks IS NOT NULL)),
        ADD CONSTRAINT clients_public_check
            CHECK (auth_method <> 'none' OR NOT ('client_credentials' = ANY (grants))),
        ADD CONSTRAINT clients_previous_secret_check
            CHECK ((previous_secret_hash IS NULL) = (previous_secret_until IS NULL))""",
    "UPDATE clients SET changed_at = created_at",
    "ALTER TABLE clients ALTER COLUMN changed_at SET NOT NULL",
    """CREATE TABLE used_assertions (
        client_id text NOT NULL REFERENCES clients,
        jti_hash bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (client_id, jti_hash)
    )""",
    "CREATE INDEX used_assertions_end ON used_assertions (expires_at)",
    # RFC 8176: `pwd`, and `otp` where a second factor was asked.
    "ALTER TABLE sign_ins ADD COLUMN methods text[] NOT NULL DEFAULT '{pwd}' CHECK (cardinality(methods) > 0)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("clients that have keys of their own would be lost; restore a backup instead")
