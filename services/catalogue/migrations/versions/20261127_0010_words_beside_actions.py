"""the words of an action lie in its row, where the planner sees what reading all of them costs"""

from alembic import op

revision = "20261127_0010"
down_revision = "20261126_1120"

_STATEMENTS = (
    # Out of line they weigh nothing in a plan, and a text was looked for in every action instead of in the index.
    "ALTER TABLE search_actions ALTER COLUMN vector SET STORAGE MAIN",
    "UPDATE search_actions SET vector = vector || ''::tsvector",
)


def upgrade() -> None:
    """Keep them in line, those that are there too; old code reads and writes them as before."""
    for statement in _STATEMENTS:
        op.execute(statement)
