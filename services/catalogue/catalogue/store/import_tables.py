"""Tables of imports, and their mapping."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Enum, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from catalogue.domain.imports import Import, ImportStatus
from catalogue.domain.training_actions import Access
from catalogue.store.tables import MAPPER, METADATA

_INSTANT = DateTime(timezone=True)
_COUNTS = ("read", "created", "updated", "unchanged", "published", "sessions", "faulty", "remarks")


def _values(members: type[ImportStatus] | type[Access]) -> list[str]:
    return [member.value for member in members]


IMPORTS = Table(
    "imports",
    METADATA,
    Column("import_id", Uuid, primary_key=True),
    Column("file_name", Text, nullable=False),
    Column("status", Enum(ImportStatus, values_callable=_values, native_enum=False), nullable=False),
    Column("type_code", Text, nullable=False),
    Column("theme_code", Text, nullable=False),
    Column("access", Enum(Access, values_callable=_values, native_enum=False), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("publish", Boolean, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("role", Text, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("formations", Integer),
    *(Column(name, Integer, nullable=False) for name in _COUNTS),
    Column("failure", JSONB(none_as_null=True)),
    Column("begun_at", _INSTANT, nullable=False),
    Column("started_at", _INSTANT),
    Column("ended_at", _INSTANT),
)

IMPORT_FAULTS = Table(
    "import_faults",
    METADATA,
    Column("import_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("identifier", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("is_remark", Boolean, nullable=False),
)

# Which action, and which session, what a file names became.
IMPORTED_OFFERS = Table(
    "imported_offers",
    METADATA,
    Column("identifier", Text, primary_key=True),
    Column("training_action_id", Uuid, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
IMPORTED_SESSIONS = Table(
    "imported_sessions",
    METADATA,
    Column("identifier", Text, primary_key=True),
    Column("session_identifier", Text, primary_key=True),
    Column("training_session_id", Uuid, nullable=False),
)

MAPPER.map_imperatively(Import, IMPORTS)
