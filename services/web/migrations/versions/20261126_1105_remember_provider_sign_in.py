"""Remember which sign-in of the provider a row belongs to, so that its end is our end."""

import sqlalchemy as sa
from alembic import op

revision = "20261126_1105"
down_revision = "20261123_2330"


def upgrade() -> None:
    """Rows of before have none: they end by their own limits, or at the next refresh."""
    op.add_column("sign_ins", sa.Column("provider_sign_in", sa.Text))
    op.create_index("sign_ins_provider_sign_in", "sign_ins", ["provider_sign_in"])
