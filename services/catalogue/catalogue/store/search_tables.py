"""Tables of the search index, of the words that it knows, and of communes; written by `search_index` and commands."""

from sqlalchemy import ARRAY, Boolean, Column, Date, DateTime, Double, Integer, Numeric, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import TSVECTOR

from catalogue.store.tables import METADATA

_INSTANT = DateTime(timezone=True)

SEARCH_ACTIONS = Table(
    "search_actions",
    METADATA,
    Column("training_action_id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("type_code", Text, nullable=False),
    Column("type_label", Text, nullable=False),
    Column("theme_code", Text, nullable=False),
    Column("theme_label", Text, nullable=False),
    Column("delivery_mode", Text, nullable=False),
    Column("duration_days", Numeric(5, 1), nullable=False),
    Column("access", Text, nullable=False),
    Column("provider_organisation_id", Uuid, nullable=False),
    Column("published_at", _INSTANT, nullable=False),
    Column("listed_since", _INSTANT, nullable=False, doc="when it came (back) into the catalogue"),
    Column("vector", TSVECTOR, nullable=False),
)

SEARCH_SESSIONS = Table(
    "search_sessions",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("training_action_id", Uuid, nullable=False),
    Column("begins_at", _INSTANT, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("is_self_paced", Boolean, nullable=False),
    Column("capacity", Integer),
    Column("city", Text, doc="of the first slot that has a place"),
    Column("has_place", Boolean, nullable=False),
    Column("announced_at", _INSTANT, nullable=False),
)

SEARCH_PLACES = Table(
    "search_places",
    METADATA,
    Column("training_session_id", Uuid, primary_key=True),
    Column("city_key", Text, primary_key=True),
    Column("postcode", Text, primary_key=True),
    Column("latitude", Double),
    Column("longitude", Double),
)

VOCABULARY = Table(
    "vocabulary",
    METADATA,
    Column("word", Text, primary_key=True, doc="small letters without accents"),
    Column("uses", Integer, nullable=False),
)

COMMUNES = Table(
    "communes",
    METADATA,
    Column("insee_code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("postcodes", ARRAY(Text), nullable=False),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
)
