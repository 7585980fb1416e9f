"""Tables of links sent by e-mail and of second factors."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from identity.domain.links import Link, LinkPurpose
from identity.domain.second_factors import RecoveryCode, SecondFactor
from identity.store.mapping import INSTANT, enum_of, mapper, metadata
from identity.store.tables import ACCOUNTS

LINKS = sa.Table(
    "links",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("purpose", enum_of(LinkPurpose), nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id)),
    sa.Column("applicant", JSONB(none_as_null=True)),
    sa.Column("token_hash", sa.LargeBinary),
    sa.Column("asked_at", INSTANT, nullable=False),
    sa.Column("expires_at", INSTANT, nullable=False),
    sa.Column("used_at", INSTANT),
)
SECOND_FACTORS = sa.Table(
    "second_factors",
    metadata,
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id), primary_key=True),
    sa.Column("sealed_secret", sa.Text, nullable=False),
    sa.Column("made_at", INSTANT, nullable=False),
    sa.Column("confirmed_at", INSTANT),
    sa.Column("last_step", sa.BigInteger, nullable=False),
)
RECOVERY_CODES = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(SECOND_FACTORS.c.account_id), nullable=False),
    sa.Column("used_at", INSTANT),
)

mapper.map_imperatively(Link, LINKS)
mapper.map_imperatively(SecondFactor, SECOND_FACTORS)
mapper.map_imperatively(RecoveryCode, RECOVERY_CODES)
