"""Web's one table, mapped onto its domain class."""

from sqlalchemy import Column, DateTime, LargeBinary, MetaData, Table, Text, Uuid
from sqlalchemy.orm import registry

from web.domain.sign_ins import SignIn

metadata = MetaData()
mappers = registry(metadata=metadata)

SIGN_INS = Table(
    "sign_ins",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cookie_hash", LargeBinary, nullable=False, unique=True),
    Column("account_id", Uuid, nullable=False, index=True),
    Column("provider_sign_in", Text, index=True),
    Column("sealed", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
)

mappers.map_imperatively(SignIn, SIGN_INS)
