"""What people ask about organisations: referencing, changes, memberships; and the words that go with an affiliation."""

from alembic import op

revision = "20261126_1130"
down_revision = "20261126_1120"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "ALTER TABLE affiliations ADD COLUMN message text",
    """CREATE TABLE referencings (
        id uuid PRIMARY KEY,
        siret text NOT NULL CHECK (siret ~ '^[0-9]{14}$'),
        name text NOT NULL CHECK (name <> ''),
        street text NOT NULL,
        postcode text NOT NULL CHECK (postcode ~ '^[0-9]{5}$'),
        city text NOT NULL CHECK (city <> ''),
        activity_declaration_number text CHECK (activity_declaration_number ~ '^[0-9]{11}$'),
        account_id uuid REFERENCES accounts,
        contact jsonb,
        key_hash bytea,
        state text NOT NULL CHECK (state IN ('requested', 'accepted', 'refused')),
        requested_at timestamptz NOT NULL,
        decided_at timestamptz,
        decided_by uuid,
        reason text,
        organisation_id uuid REFERENCES organisations,
        version integer NOT NULL CHECK (version > 0),
        CHECK ((state = 'requested') = (decided_at IS NULL)),
        CHECK ((state = 'accepted') = (organisation_id IS NOT NULL)),
        CHECK (state <> 'requested' OR contact IS NOT NULL)
    )""",
    """CREATE UNIQUE INDEX referencings_waiting ON referencings (siret, lower(contact ->> 'email'))
        WHERE state = 'requested'""",
    "CREATE INDEX referencings_state ON referencings (state, id)",
    "CREATE INDEX referencings_account ON referencings (account_id)",
    "CREATE INDEX referencings_organisation ON referencings (organisation_id)",
    """CREATE TABLE change_reports (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations,
        reported_by uuid,
        reporter_role text,
        reported_at timestamptz NOT NULL,
        effective_on date NOT NULL,
        differences jsonb NOT NULL CHECK (jsonb_array_length(differences) > 0),
        state text NOT NULL CHECK (state IN ('reported', 'accepted', 'refused', 'applied')),
        decided_by uuid,
        decided_at timestamptz,
        reason text,
        applied_at timestamptz,
        CHECK ((state = 'reported') = (decided_at IS NULL)),
        CHECK ((state = 'applied') = (applied_at IS NOT NULL))
    )""",
    "CREATE INDEX change_reports_state ON change_reports (state, id)",
    "CREATE INDEX change_reports_organisation ON change_reports (organisation_id, id)",
    """CREATE TABLE membership_requests (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations,
        requested_by uuid,
        requested_at timestamptz NOT NULL,
        is_renewal boolean NOT NULL,
        message text,
        state text NOT NULL CHECK (state IN ('requested', 'confirmed', 'refused')),
        decided_by uuid,
        decided_at timestamptz,
        reason text,
        membership_id uuid REFERENCES memberships,
        CHECK ((state = 'requested') = (decided_at IS NULL)),
        CHECK ((state = 'confirmed') = (membership_id IS NOT NULL))
    )""",
    "CREATE UNIQUE INDEX membership_requests_waiting ON membership_requests (organisation_id) WHERE state = 'requested'",
    "CREATE INDEX membership_requests_state ON membership_requests (state, id)",
    """CREATE TABLE membership_reminders (
        membership_id uuid NOT NULL REFERENCES memberships,
        days_before integer NOT NULL,
        said_at timestamptz NOT NULL,
        PRIMARY KEY (membership_id, days_before)
    )""",
    "CREATE INDEX memberships_end ON memberships (ends_on)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in ("membership_reminders", "membership_requests", "change_reports", "referencings"):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP INDEX memberships_end")
    op.execute("ALTER TABLE affiliations DROP COLUMN message")
