"""What every file of tables shares: one metadata, one mapper, the types of instants and enumerations."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import registry

metadata = sa.MetaData()
mapper = registry(metadata=metadata)
INSTANT = sa.DateTime(timezone=True)


def enum_of(kind: type[StrEnum]) -> sa.Enum:
    """Stored by its values; the migrations hold the constraint."""
    return sa.Enum(kind, native_enum=False, create_constraint=False, values_callable=lambda k: [m.value for m in k])
