"""Tables of the registered clients."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from identity.domain.client_changes import ClientChange, ClientFact
from identity.domain.clients import AuthMethod, Client
from identity.store.mapping import INSTANT, enum_of, mapper, metadata

CLIENTS = sa.Table(
    "clients",
    metadata,
    sa.Column("client_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("auth_method", enum_of(AuthMethod), nullable=False),
    sa.Column("secret_hash", sa.LargeBinary),
    sa.Column("previous_secret_hash", sa.LargeBinary),
    sa.Column("previous_secret_until", INSTANT),
    sa.Column("jwks", JSONB(none_as_null=True)),
    sa.Column("redirect_uris", ARRAY(sa.Text), nullable=False),
    sa.Column("post_logout_redirect_uris", ARRAY(sa.Text), nullable=False),
    sa.Column("backchannel_logout_uri", sa.Text),
    sa.Column("scopes", ARRAY(sa.Text), nullable=False),
    sa.Column("service_scopes", ARRAY(sa.Text), nullable=False),
    sa.Column("grants", ARRAY(sa.Text), nullable=False),
    sa.Column("requires_pkce", sa.Boolean, nullable=False),
    sa.Column("audience", sa.Text),
    sa.Column("created_at", INSTANT, nullable=False),
    sa.Column("changed_at", INSTANT, nullable=False),
    sa.Column("changed_by", sa.Uuid),
    sa.Column("disabled_at", INSTANT),
    sa.Column("version", sa.Integer, nullable=False),
)
USED_ASSERTIONS = sa.Table(
    "used_assertions",
    metadata,
    sa.Column("client_id", sa.Text, sa.ForeignKey(CLIENTS.c.client_id), primary_key=True),
    sa.Column("jti_hash", sa.LargeBinary, primary_key=True),
    sa.Column("expires_at", INSTANT, nullable=False),
)

CLIENT_CHANGES = sa.Table(
    "client_changes",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("client_id", sa.Text, sa.ForeignKey(CLIENTS.c.client_id), nullable=False),
    sa.Column("at", INSTANT, nullable=False),
    sa.Column("by_account_id", sa.Uuid),
    sa.Column("fact", enum_of(ClientFact), nullable=False),
    sa.Column("differences", JSONB, nullable=False),
)

mapper.map_imperatively(Client, CLIENTS)
mapper.map_imperatively(ClientChange, CLIENT_CHANGES)
