"""create the catalogue"""

from alembic import op

from chassis import schema

revision = "20261123_1000"
down_revision = None

_DESCRIPTION = """
    title text NOT NULL CHECK (title <> ''),
    type_code text NOT NULL REFERENCES training_action_types,
    theme_code text NOT NULL REFERENCES themes,
    nature text NOT NULL CHECK (
        nature IN ('training', 'skills_assessment', 'experience_validation', 'apprenticeship')),
    delivery_mode text NOT NULL CHECK (delivery_mode IN ('in_person', 'remote', 'blended')),
    duration_days numeric(5, 1) NOT NULL CHECK (duration_days > 0),
    access text NOT NULL CHECK (access IN ('open', 'members')),
    hr_approval_required boolean NOT NULL,
    provider_approval_required boolean NOT NULL,
    provider_organisation_id uuid NOT NULL,
    trainers jsonb NOT NULL CHECK (jsonb_typeof(trainers) = 'array'),
    objectives text NOT NULL,
    audience text NOT NULL,
    prerequisites text NOT NULL,
    content text NOT NULL,
    methods text NOT NULL,
    evaluation text NOT NULL,
    evaluation_planned boolean NOT NULL,
    accessibility text NOT NULL,
    rules_of_procedure text NOT NULL,
    contact_name text NOT NULL,
    contact_email text NOT NULL,
    contact_phone text NOT NULL,
    CHECK (access <> 'members' OR (hr_approval_required AND provider_approval_required)),
    CHECK (provider_approval_required OR NOT hr_approval_required)
"""

_STATEMENTS = (
    # All three are trusted extensions: the owner of the database may create them.
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "CREATE TEXT SEARCH CONFIGURATION catalogue_french (COPY = french)",
    """ALTER TEXT SEARCH CONFIGURATION catalogue_french
        ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem""",
    """CREATE TABLE training_action_types (
        code text PRIMARY KEY,
        label text NOT NULL UNIQUE CHECK (label <> ''),
        counts_as_formation boolean NOT NULL,
        self_paced boolean NOT NULL,
        rank integer NOT NULL
    )""",
    """CREATE TABLE themes (
        code text PRIMARY KEY,
        label text NOT NULL UNIQUE CHECK (label <> ''),
        rank integer NOT NULL
    )""",
    f"""CREATE TABLE training_actions (
        training_action_id uuid PRIMARY KEY,
        {_DESCRIPTION},
        created_at timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN ('draft', 'published', 'withdrawn')),
        publication_number integer NOT NULL,
        version integer NOT NULL,
        revision integer NOT NULL,
        CHECK ((status = 'draft') = (publication_number = 0))
    )""",
    "CREATE INDEX training_actions_provider ON training_actions (provider_organisation_id)",
    f"""CREATE TABLE publications (
        training_action_id uuid NOT NULL REFERENCES training_actions,
        publication_number integer NOT NULL CHECK (publication_number > 0),
        published_at timestamptz NOT NULL,
        version integer NOT NULL,
        is_listed boolean NOT NULL,
        {_DESCRIPTION},
        type_label text NOT NULL,
        counts_as_formation boolean NOT NULL,
        self_paced boolean NOT NULL,
        theme_label text NOT NULL,
        search_vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('catalogue_french', title), 'A')
            || setweight(to_tsvector('catalogue_french', type_label || ' ' || theme_label), 'B')
            || setweight(to_tsvector('catalogue_french', objectives || ' ' || audience), 'C')
            || setweight(to_tsvector('catalogue_french', content || ' ' || prerequisites || ' ' || methods), 'D')
        ) STORED,
        PRIMARY KEY (training_action_id, publication_number)
    )""",
    "CREATE UNIQUE INDEX publications_listed ON publications (training_action_id) WHERE is_listed",
    "CREATE INDEX publications_text ON publications USING gin (search_vector) WHERE is_listed",
    "CREATE INDEX publications_title ON publications (title, training_action_id) WHERE is_listed",
    """CREATE TABLE training_sessions (
        training_session_id uuid PRIMARY KEY,
        training_action_id uuid NOT NULL REFERENCES training_actions,
        is_self_paced boolean NOT NULL,
        capacity integer CHECK (capacity >= 1),
        waiting_list_capacity integer NOT NULL CHECK (waiting_list_capacity >= 0),
        registration_opens_at timestamptz NOT NULL,
        registration_closes_at timestamptz NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        begins_at timestamptz NOT NULL,
        scheduled_at timestamptz NOT NULL,
        status text NOT NULL CHECK (status IN ('scheduled', 'cancelled')),
        version integer NOT NULL,
        cancelled_at timestamptz,
        CHECK (capacity IS NOT NULL OR is_self_paced),
        CHECK (registration_opens_at < registration_closes_at),
        CHECK (registration_closes_at <= begins_at),
        CHECK (first_day <= last_day),
        CHECK (starts_at < ends_at),
        CHECK (begins_at = CASE WHEN is_self_paced THEN ends_at ELSE starts_at END),
        CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL))
    )""",
    """CREATE INDEX training_sessions_to_come ON training_sessions (begins_at, training_session_id)
        WHERE status = 'scheduled'""",
    "CREATE INDEX training_sessions_action ON training_sessions (training_action_id, begins_at, training_session_id)",
    """CREATE TABLE slots (
        slot_id uuid PRIMARY KEY,
        training_session_id uuid NOT NULL REFERENCES training_sessions,
        day date NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        delivery_mode text NOT NULL CHECK (delivery_mode IN ('in_person', 'remote', 'blended')),
        place_name text,
        street text,
        postcode text CHECK (postcode ~ '^[0-9]{5}$'),
        city text,
        city_key text,
        map_url text,
        remote_url text,
        CHECK (starts_at < ends_at),
        CHECK ((starts_at AT TIME ZONE 'Europe/Paris')::date = day),
        CHECK ((ends_at AT TIME ZONE 'Europe/Paris')::date = day),
        CHECK (num_nulls(place_name, street, postcode, city, city_key) IN (0, 5)),
        CHECK (delivery_mode = 'remote' OR city IS NOT NULL),
        CONSTRAINT slots_apart EXCLUDE USING gist (
            training_session_id WITH =, tstzrange(starts_at, ends_at) WITH &&
        ) DEFERRABLE INITIALLY DEFERRED
    )""",
    "CREATE INDEX slots_session ON slots (training_session_id, starts_at)",
    "CREATE INDEX slots_city ON slots (city_key text_pattern_ops)",
    """CREATE TABLE changes (
        change_id uuid PRIMARY KEY,
        training_action_id uuid NOT NULL REFERENCES training_actions,
        training_session_id uuid REFERENCES training_sessions,
        kind text NOT NULL,
        account_id uuid NOT NULL,
        role text NOT NULL,
        occurred_at timestamptz NOT NULL,
        reason text
    )""",
    "CREATE INDEX changes_action ON changes (training_action_id, occurred_at)",
    """CREATE TABLE seats (
        training_session_id uuid PRIMARY KEY,
        capacity integer,
        taken_seats integer NOT NULL,
        remaining_seats integer,
        waiting integer NOT NULL,
        waiting_list_capacity integer NOT NULL,
        is_full boolean NOT NULL,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
    """CREATE TABLE organisations (
        organisation_id uuid PRIMARY KEY,
        siret text NOT NULL,
        name text NOT NULL,
        street text NOT NULL,
        postcode text NOT NULL,
        city text NOT NULL,
        activity_declaration_number text,
        closed_on date,
        version integer NOT NULL,
        told_at timestamptz NOT NULL
    )""",
)


def upgrade() -> None:
    """Create the chassis' tables, the catalogue's own, and the French search that forgives accents."""
    schema.create_version_1(op)
    for statement in _STATEMENTS:
        op.execute(statement)
