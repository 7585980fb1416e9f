"""Tables of links sent by e-mail, of second factors and of passkeys."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from identity.domain.links import Link, LinkPurpose
from identity.domain.passkeys import Passkey
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
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id), nullable=False),
    sa.Column("used_at", INSTANT),
)
PASSKEYS = sa.Table(
    "passkeys",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id), nullable=False),
    sa.Column("credential_id", sa.LargeBinary, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("transports", ARRAY(sa.Text), nullable=False),
    sa.Column("is_synced", sa.Boolean, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("created_at", INSTANT, nullable=False),
    sa.Column("last_used_at", INSTANT),
)
USED_CHALLENGES = sa.Table(
    "used_challenges",
    metadata,
    sa.Column("challenge_hash", sa.LargeBinary, primary_key=True),
    sa.Column("expires_at", INSTANT, nullable=False),
)

mapper.map_imperatively(Link, LINKS)
mapper.map_imperatively(SecondFactor, SECOND_FACTORS)
mapper.map_imperatively(RecoveryCode, RECOVERY_CODES)
mapper.map_imperatively(Passkey, PASSKEYS)
