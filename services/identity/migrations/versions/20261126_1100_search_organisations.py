"""Organisations are found by name: a folded key with trigrams."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "20261126_1100"
down_revision = "20261123_2330"
branch_labels = None
depends_on = None

_BETWEEN = re.compile(r"[^a-z0-9]+")


def _folded(text: str) -> str:
    """As identity.domain.organisation_names folded when this was written."""
    lower = text.lower().replace("\u0153", "oe").replace("\u00e6", "ae")
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(sign))
    return re.sub(r"\bst(e?)\b", r"saint\1", _BETWEEN.sub(" ", bare)).strip()


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("ALTER TABLE organisations ADD COLUMN search_key text NOT NULL DEFAULT ''")
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT id, name, city, postcode FROM organisations")).all():
        key = f"{_folded(row.name)} {_folded(row.city)} {row.postcode}"
        connection.execute(
            sa.text("UPDATE organisations SET search_key = :key WHERE id = :id"), {"key": key, "id": row.id}
        )
    op.execute("CREATE INDEX organisations_search ON organisations USING gin (search_key gin_trgm_ops)")
    op.execute("CREATE INDEX organisations_siret_prefix ON organisations (siret text_pattern_ops)")


def downgrade() -> None:
    op.execute("DROP INDEX organisations_siret_prefix")
    op.execute("ALTER TABLE organisations DROP COLUMN search_key")
