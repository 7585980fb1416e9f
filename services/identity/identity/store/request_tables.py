"""Tables of what people ask about organisations, and their mapping. Constraints are in the migrations."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from identity.domain.change_reports import ChangeReport, ChangeState
from identity.domain.membership_requests import MembershipRequest, MembershipRequestState
from identity.domain.referencings import Referencing, ReferencingState
from identity.store.mapping import mapper, metadata
from identity.store.tables import ACCOUNTS, MEMBERSHIPS, ORGANISATIONS

_INSTANT = sa.DateTime(timezone=True)


def _enum(kind: type[StrEnum]) -> sa.Enum:
    return sa.Enum(kind, native_enum=False, create_constraint=False, values_callable=lambda k: [m.value for m in k])


REFERENCINGS = sa.Table(
    "referencings",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    *(sa.Column(name, sa.Text, nullable=False) for name in ("siret", "name", "street", "postcode", "city")),
    sa.Column("activity_declaration_number", sa.Text),
    sa.Column("account_id", sa.Uuid, sa.ForeignKey(ACCOUNTS.c.id)),
    sa.Column("contact", JSONB(none_as_null=True)),
    sa.Column("key_hash", sa.LargeBinary),
    sa.Column("state", _enum(ReferencingState), nullable=False),
    sa.Column("requested_at", _INSTANT, nullable=False),
    sa.Column("decided_at", _INSTANT),
    sa.Column("decided_by", sa.Uuid),
    sa.Column("reason", sa.Text),
    sa.Column("organisation_id", sa.Uuid, sa.ForeignKey(ORGANISATIONS.c.id)),
    sa.Column("version", sa.Integer, nullable=False),
)
CHANGE_REPORTS = sa.Table(
    "change_reports",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("organisation_id", sa.Uuid, sa.ForeignKey(ORGANISATIONS.c.id), nullable=False),
    sa.Column("reported_by", sa.Uuid),
    sa.Column("reporter_role", sa.Text),
    sa.Column("reported_at", _INSTANT, nullable=False),
    sa.Column("effective_on", sa.Date, nullable=False),
    sa.Column("differences", JSONB, nullable=False),
    sa.Column("state", _enum(ChangeState), nullable=False),
    sa.Column("decided_by", sa.Uuid),
    sa.Column("decided_at", _INSTANT),
    sa.Column("reason", sa.Text),
    sa.Column("applied_at", _INSTANT),
)
MEMBERSHIP_REQUESTS = sa.Table(
    "membership_requests",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("organisation_id", sa.Uuid, sa.ForeignKey(ORGANISATIONS.c.id), nullable=False),
    sa.Column("requested_by", sa.Uuid),
    sa.Column("requested_at", _INSTANT, nullable=False),
    sa.Column("is_renewal", sa.Boolean, nullable=False),
    sa.Column("message", sa.Text),
    sa.Column("state", _enum(MembershipRequestState), nullable=False),
    sa.Column("decided_by", sa.Uuid),
    sa.Column("decided_at", _INSTANT),
    sa.Column("reason", sa.Text),
    sa.Column("membership_id", sa.Uuid, sa.ForeignKey(MEMBERSHIPS.c.id)),
)
MEMBERSHIP_REMINDERS = sa.Table(
    "membership_reminders",
    metadata,
    sa.Column("membership_id", sa.Uuid, sa.ForeignKey(MEMBERSHIPS.c.id), primary_key=True),
    sa.Column("days_before", sa.Integer, primary_key=True),
    sa.Column("said_at", _INSTANT, nullable=False),
)

for _class, _table in (
    (Referencing, REFERENCINGS),
    (ChangeReport, CHANGE_REPORTS),
    (MembershipRequest, MEMBERSHIP_REQUESTS),
):
    mapper.map_imperatively(_class, _table)
