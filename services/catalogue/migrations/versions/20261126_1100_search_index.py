"""an index for searches: a row per listed action, session and place; communes; words for typing errors"""

from alembic import op

revision = "20261126_1100"
down_revision = "20261126_1055"

_STATEMENTS = (
    # Trusted, as the others.
    "CREATE EXTENSION IF NOT EXISTS fuzzystrmatch",
    "CREATE TEXT SEARCH CONFIGURATION catalogue_simple (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION catalogue_simple ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple",
    # The column itself goes in the next release: until then processes of the last one read nulls.
    "DROP INDEX publications_text",
    "DROP INDEX publications_title",
    "ALTER TABLE publications ALTER COLUMN search_vector DROP EXPRESSION",
    """CREATE TABLE search_actions (
        training_action_id uuid PRIMARY KEY REFERENCES training_actions,
        title text NOT NULL,
        type_code text NOT NULL,
        type_label text NOT NULL,
        theme_code text NOT NULL,
        theme_label text NOT NULL,
        delivery_mode text NOT NULL,
        duration_days numeric(5, 1) NOT NULL,
        access text NOT NULL,
        provider_organisation_id uuid NOT NULL,
        published_at timestamptz NOT NULL,
        listed_since timestamptz NOT NULL,
        vector tsvector NOT NULL
    )""",
    "CREATE INDEX search_actions_text ON search_actions USING gin (vector)",
    "CREATE INDEX search_actions_title ON search_actions (title, training_action_id)",
    "CREATE INDEX search_actions_provider ON search_actions (provider_organisation_id)",
    """CREATE TABLE search_sessions (
        training_session_id uuid PRIMARY KEY REFERENCES training_sessions,
        training_action_id uuid NOT NULL REFERENCES search_actions ON DELETE CASCADE,
        begins_at timestamptz NOT NULL,
        first_day date NOT NULL,
        last_day date NOT NULL,
        is_self_paced boolean NOT NULL,
        capacity integer,
        city text,
        has_place boolean NOT NULL,
        announced_at timestamptz NOT NULL
    )""",
    "CREATE INDEX search_sessions_to_come ON search_sessions (begins_at, training_session_id)",
    "CREATE INDEX search_sessions_action ON search_sessions (training_action_id, begins_at, training_session_id)",
    """CREATE TABLE search_places (
        training_session_id uuid NOT NULL REFERENCES search_sessions ON DELETE CASCADE,
        city_key text NOT NULL,
        postcode text NOT NULL,
        latitude double precision,
        longitude double precision,
        PRIMARY KEY (training_session_id, city_key, postcode)
    )""",
    "CREATE INDEX search_places_city ON search_places (city_key text_pattern_ops)",
    "CREATE INDEX search_places_postcode ON search_places (postcode text_pattern_ops)",
    "CREATE INDEX search_places_latitude ON search_places (latitude, longitude)",
    """CREATE TABLE vocabulary (
        word text PRIMARY KEY,
        uses integer NOT NULL
    )""",
    "CREATE INDEX vocabulary_likeness ON vocabulary USING gin (word gin_trgm_ops)",
    "CREATE INDEX vocabulary_beginning ON vocabulary (word text_pattern_ops)",
    """CREATE TABLE communes (
        insee_code text PRIMARY KEY CHECK (insee_code ~ '^[0-9][0-9AB][0-9]{3}$'),
        name text NOT NULL CHECK (name <> ''),
        name_key text NOT NULL,
        postcodes text[] NOT NULL CHECK (postcodes <> '{}'),
        latitude double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
        longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180)
    )""",
    "CREATE INDEX communes_name ON communes (name_key text_pattern_ops)",
    "CREATE INDEX communes_postcodes ON communes USING gin (postcodes)",
)


def upgrade() -> None:
    """Create the index empty: `python -m catalogue rebuild-search` fills it where actions are there already."""
    for statement in _STATEMENTS:
        op.execute(statement)
