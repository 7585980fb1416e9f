"""Tables and how the domain's classes map onto them. Constraints are in the migrations, which have the last word."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import relationship

from chassis.principal import Role
from identity.domain.accounts import Account, AccountState, Civility
from identity.domain.affiliations import Affiliation, AffiliationState, RoleGrant
from identity.domain.grants import AuthorizationCode, SignIn, TokenFamily
from identity.domain.organisations import Membership, Organisation
from identity.domain.signing_keys import KeyState, SigningKey
from identity.domain.throttling import ThrottleKind
from identity.store.client_tables import CLIENTS
from identity.store.mapping import INSTANT as _INSTANT
from identity.store.mapping import enum_of as _enum
from identity.store.mapping import mapper, metadata

ORGANISATIONS = sa.Table(
    "organisations",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("siret", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("street", sa.Text, nullable=False),
    sa.Column("postcode", sa.Text, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("activity_declaration_number", sa.Text),
    sa.Column("created_at", _INSTANT, nullable=False),
    sa.Column("changed_at", _INSTANT, nullable=False),
    sa.Column("closed_on", sa.Date),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("search_key", sa.Text, nullable=False),
)
MEMBERSHIPS = sa.Table(
    "memberships",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("organisation_id", sa.Uuid, sa.ForeignKey(ORGANISATIONS.c.id), nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),
    sa.Column("recorded_at", _INSTANT, nullable=False),
    sa.Column("recorded_by", sa.Uuid),
)
ACCOUNTS = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("email", sa.Text),
    sa.Column("password_hash", sa.Text),
    sa.Column("civility", _enum(Civility)),
    sa.Column("given_name", sa.Text, nullable=False),
    sa.Column("family_name", sa.Text, nullable=False),
    sa.Column("phone", sa.Text),
    sa.Column("mobile_phone", sa.Text),
    sa.Column("job_title", sa.Text),
    sa.Column("email_verified_at", _INSTANT),
    sa.Column("password_changed_at", _INSTANT, nullable=False),
    sa.Column("created_at", _INSTANT, nullable=False),
    sa.Column("changed_at", _INSTANT, nullable=False),
    sa.Column("is_staff", sa.Boolean, nullable=False),
    sa.Column("state", _enum(AccountState), nullable=False),
    sa.Column("first_signed_in_at", _INSTANT),
    sa.Column("closed_at", _INSTANT),
    sa.Column("anonymised_at", _INSTANT),
    sa.Column("last_signed_in_at", _INSTANT),
    sa.Column("inactivity_noticed_at", _INSTANT),
    sa.Column("asks_for_passkey", sa.Boolean, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)
AFFILIATIONS = sa.Table(
    "affiliations",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id), nullable=False),
    sa.Column("organisation_id", sa.Uuid, sa.ForeignKey(ORGANISATIONS.c.id), nullable=False),
    sa.Column("state", _enum(AffiliationState), nullable=False),
    sa.Column("requested_at", _INSTANT, nullable=False),
    sa.Column("decided_at", _INSTANT),
    sa.Column("reason", sa.Text),
    sa.Column("message", sa.Text),
)
ROLE_GRANTS = sa.Table(
    "role_grants",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("affiliation_id", sa.Uuid, sa.ForeignKey(AFFILIATIONS.c.id), nullable=False),
    sa.Column("role", _enum(Role), nullable=False),
    sa.Column("granted_at", _INSTANT, nullable=False),
    sa.Column("granted_by", sa.Uuid),
    sa.Column("revoked_at", _INSTANT),
)
RIGHTS_LOG = sa.Table(
    "rights_log",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", _INSTANT, nullable=False),
    sa.Column("account_id", sa.Uuid, nullable=False),
    sa.Column("organisation_id", sa.Uuid),
    sa.Column("fact", sa.Text, nullable=False),
    sa.Column("role", _enum(Role)),
    sa.Column("actor_account_id", sa.Uuid),
    sa.Column("actor_role", _enum(Role)),
    sa.Column("reason", sa.Text),
)
SIGN_INS = sa.Table(
    "sign_ins",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id), nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    sa.Column("authenticated_at", _INSTANT, nullable=False),
    sa.Column("seen_at", _INSTANT, nullable=False),
    sa.Column("ends_at", _INSTANT, nullable=False),
    sa.Column("ended_at", _INSTANT),
    sa.Column("methods", ARRAY(sa.Text), nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
)
TOKEN_FAMILIES = sa.Table(
    "token_families",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("client_id", sa.Text, sa.ForeignKey(CLIENTS.c.client_id), nullable=False),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id), nullable=False),
    sa.Column("sign_in_id", sa.Uuid, sa.ForeignKey(SIGN_INS.c.id), nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("handle_hash", sa.LargeBinary, nullable=False),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False),
    sa.Column("active_role", _enum(Role)),
    sa.Column("active_organisation", sa.Uuid),
    sa.Column("authenticated_at", _INSTANT, nullable=False),
    sa.Column("created_at", _INSTANT, nullable=False),
    sa.Column("used_at", _INSTANT, nullable=False),
    sa.Column("ends_at", _INSTANT, nullable=False),
    sa.Column("revoked_at", _INSTANT),
    sa.Column("revoked_for", sa.Text),
)
AUTHORIZATION_CODES = sa.Table(
    "authorization_codes",
    metadata,
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("client_id", sa.Text, sa.ForeignKey(CLIENTS.c.client_id), nullable=False),
    sa.Column("redirect_uri", sa.Text, nullable=False),
    sa.Column("sign_in_id", sa.Uuid, sa.ForeignKey(SIGN_INS.c.id), nullable=False),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id), nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("nonce", sa.Text),
    sa.Column("code_challenge", sa.Text),
    sa.Column("issued_at", _INSTANT, nullable=False),
    sa.Column("expires_at", _INSTANT, nullable=False),
    sa.Column("used_at", _INSTANT),
    sa.Column("family_id", sa.Uuid, sa.ForeignKey(TOKEN_FAMILIES.c.id)),
)
THROTTLES = sa.Table(
    "throttles",
    metadata,
    sa.Column("kind", _enum(ThrottleKind), primary_key=True),
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("began_at", _INSTANT, nullable=False),
    sa.Column("closed_until", _INSTANT),
)
SIGNING_KEYS = sa.Table(
    "signing_keys",
    metadata,
    sa.Column("kid", sa.Text, primary_key=True),
    sa.Column("state", _enum(KeyState), nullable=False),
    sa.Column("public_key", JSONB, nullable=False),
    sa.Column("sealed_private_key", sa.Text),
    sa.Column("created_at", _INSTANT, nullable=False),
    sa.Column("moved_at", _INSTANT, nullable=False),
)

mapper.map_imperatively(Membership, MEMBERSHIPS)
mapper.map_imperatively(
    Organisation,
    ORGANISATIONS,
    properties={"memberships": relationship(Membership, order_by=MEMBERSHIPS.c.starts_on, lazy="selectin")},
)
mapper.map_imperatively(RoleGrant, ROLE_GRANTS)
mapper.map_imperatively(
    Affiliation,
    AFFILIATIONS,
    properties={"grants": relationship(RoleGrant, order_by=ROLE_GRANTS.c.granted_at, lazy="selectin")},
)
mapper.map_imperatively(
    Account,
    ACCOUNTS,
    properties={"affiliations": relationship(Affiliation, order_by=AFFILIATIONS.c.requested_at, lazy="selectin")},
)
for _class, _table in (
    (SignIn, SIGN_INS),
    (TokenFamily, TOKEN_FAMILIES),
    (AuthorizationCode, AUTHORIZATION_CODES),
    (SigningKey, SIGNING_KEYS),
):
    mapper.map_imperatively(_class, _table)
