"""Create identity: organisations, people, rights, sign-ins, clients and what is granted to them, signing keys."""

from alembic import op

from chassis import schema

revision = "20261123_2330"
down_revision = None
branch_labels = None
depends_on = None

_ROLES = "('beneficiary', 'hr_validator', 'referent', 'training_provider', 'staff')"

_STATEMENTS = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    """CREATE TABLE organisations (
        id uuid PRIMARY KEY,
        siret text NOT NULL UNIQUE CHECK (siret ~ '^[0-9]{14}$'),
        name text NOT NULL CHECK (name <> ''),
        street text NOT NULL,
        postcode text NOT NULL CHECK (postcode ~ '^[0-9]{5}$'),
        city text NOT NULL CHECK (city <> ''),
        activity_declaration_number text CHECK (activity_declaration_number <> ''),
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        closed_on date,
        version integer NOT NULL CHECK (version > 0)
    )""",
    """CREATE TABLE memberships (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        recorded_by uuid,
        CHECK (ends_on >= starts_on),
        EXCLUDE USING gist (organisation_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
    )""",
    """CREATE TABLE accounts (
        id uuid PRIMARY KEY,
        email text,
        password_hash text,
        civility text CHECK (civility IN ('mr', 'mrs')),
        given_name text NOT NULL,
        family_name text NOT NULL,
        phone text,
        mobile_phone text,
        job_title text,
        email_verified_at timestamptz,
        password_changed_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        is_staff boolean NOT NULL DEFAULT false,
        state text NOT NULL CHECK (state IN ('active', 'closed')),
        first_signed_in_at timestamptz,
        closed_at timestamptz,
        anonymised_at timestamptz,
        version integer NOT NULL CHECK (version > 0),
        CHECK (anonymised_at IS NOT NULL OR (email <> '' AND given_name <> '' AND family_name <> '')),
        CHECK (anonymised_at IS NULL
            OR (state = 'closed' AND email IS NULL AND password_hash IS NULL AND given_name = '' AND family_name = ''
                AND phone IS NULL AND mobile_phone IS NULL)),
        CHECK ((state = 'closed') = (closed_at IS NOT NULL))
    )""",
    "CREATE UNIQUE INDEX accounts_email ON accounts (lower(email))",
    """CREATE TABLE affiliations (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        organisation_id uuid NOT NULL REFERENCES organisations,
        state text NOT NULL CHECK (state IN ('requested', 'confirmed', 'refused', 'withdrawn')),
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        reason text,
        CHECK ((state = 'requested') = (decided_at IS NULL))
    )""",
    """CREATE UNIQUE INDEX affiliations_live ON affiliations (account_id, organisation_id)
        WHERE state IN ('requested', 'confirmed')""",
    "CREATE INDEX affiliations_organisation ON affiliations (organisation_id, state)",
    f"""CREATE TABLE role_grants (
        id uuid PRIMARY KEY,
        affiliation_id uuid NOT NULL REFERENCES affiliations,
        role text NOT NULL CHECK (role IN {_ROLES} AND role <> 'staff'),
        granted_at timestamptz NOT NULL,
        granted_by uuid,
        revoked_at timestamptz CHECK (revoked_at >= granted_at)
    )""",
    "CREATE UNIQUE INDEX role_grants_in_force ON role_grants (affiliation_id, role) WHERE revoked_at IS NULL",
    f"""CREATE TABLE rights_log (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL,
        account_id uuid NOT NULL REFERENCES accounts,
        organisation_id uuid REFERENCES organisations,
        fact text NOT NULL,
        role text CHECK (role IN {_ROLES}),
        actor_account_id uuid,
        actor_role text CHECK (actor_role IN {_ROLES}),
        reason text
    )""",
    "CREATE INDEX rights_log_account ON rights_log (account_id, at)",
    "CREATE INDEX rights_log_organisation ON rights_log (organisation_id, at)",
    """CREATE TABLE sign_ins (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        token_hash bytea NOT NULL UNIQUE,
        authenticated_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        ended_at timestamptz
    )""",
    "CREATE INDEX sign_ins_account ON sign_ins (account_id)",
    "CREATE INDEX sign_ins_end ON sign_ins (ends_at)",
    """CREATE TABLE clients (
        client_id text PRIMARY KEY CHECK (client_id <> ''),
        name text NOT NULL,
        auth_method text NOT NULL CHECK (auth_method IN ('client_secret_basic', 'client_secret_post', 'none')),
        secret_hash bytea,
        redirect_uris text[] NOT NULL CHECK (cardinality(redirect_uris) > 0),
        post_logout_redirect_uris text[] NOT NULL,
        scopes text[] NOT NULL,
        grants text[] NOT NULL,
        requires_pkce boolean NOT NULL,
        audience text,
        created_at timestamptz NOT NULL,
        CHECK ((auth_method = 'none') = (secret_hash IS NULL)),
        CHECK (requires_pkce OR auth_method <> 'none')
    )""",
    f"""CREATE TABLE token_families (
        id uuid PRIMARY KEY,
        client_id text NOT NULL REFERENCES clients,
        account_id uuid NOT NULL REFERENCES accounts,
        sign_in_id uuid NOT NULL REFERENCES sign_ins ON DELETE CASCADE,
        scope text NOT NULL,
        handle_hash bytea NOT NULL UNIQUE,
        secret_hash bytea NOT NULL,
        active_role text CHECK (active_role IN {_ROLES}),
        active_organisation uuid,
        authenticated_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        used_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        revoked_at timestamptz,
        revoked_for text,
        CHECK ((revoked_at IS NULL) = (revoked_for IS NULL)),
        CHECK (active_organisation IS NULL OR active_role IS NOT NULL)
    )""",
    "CREATE INDEX token_families_sign_in ON token_families (sign_in_id)",
    "CREATE INDEX token_families_account ON token_families (account_id)",
    "CREATE INDEX token_families_end ON token_families (ends_at)",
    """CREATE TABLE authorization_codes (
        code_hash bytea PRIMARY KEY,
        client_id text NOT NULL REFERENCES clients,
        redirect_uri text NOT NULL,
        sign_in_id uuid NOT NULL REFERENCES sign_ins ON DELETE CASCADE,
        account_id uuid NOT NULL REFERENCES accounts,
        scope text NOT NULL,
        nonce text,
        code_challenge text,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        family_id uuid REFERENCES token_families ON DELETE CASCADE
    )""",
    "CREATE INDEX authorization_codes_end ON authorization_codes (expires_at)",
    "CREATE INDEX authorization_codes_sign_in ON authorization_codes (sign_in_id)",
    "CREATE INDEX authorization_codes_family ON authorization_codes (family_id)",
    """CREATE TABLE throttles (
        kind text NOT NULL CHECK (kind IN ('account', 'address')),
        digest bytea NOT NULL,
        failures integer NOT NULL CHECK (failures >= 0),
        began_at timestamptz NOT NULL,
        closed_until timestamptz,
        PRIMARY KEY (kind, digest)
    )""",
    "CREATE INDEX throttles_begin ON throttles (began_at)",
    """CREATE TABLE signing_keys (
        kid text PRIMARY KEY,
        state text NOT NULL CHECK (state IN ('next', 'current', 'previous', 'retired')),
        public_key jsonb NOT NULL,
        sealed_private_key text,
        created_at timestamptz NOT NULL,
        moved_at timestamptz NOT NULL,
        CHECK ((state = 'retired') = (sealed_private_key IS NULL))
    )""",
    "CREATE UNIQUE INDEX signing_keys_alone ON signing_keys (state) WHERE state IN ('next', 'current')",
)


def upgrade() -> None:
    schema.create_version_1(op)
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the first migration is not undone; drop the database")
