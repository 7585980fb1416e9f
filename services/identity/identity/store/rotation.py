"""The everyday refresh, in one statement: whoever brings the newest secret of a living family gets the next one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.principal import Role
from identity.domain.clients import digest
from identity.domain.lifetimes import SIGN_IN_IDLE
from identity.domain.rights import Pair

# What `TokenFamily.is_alive`, the sign-in's `ended_at` and `Account.pairs` say one by one; a test compares them.
_ROTATE = sa.text(
    """UPDATE token_families AS f SET secret_hash = :renewed, used_at = :now
    FROM sign_ins AS s, accounts AS a
    WHERE f.handle_hash = :handle AND f.secret_hash = :secret AND f.client_id = :client_id
      AND f.revoked_at IS NULL AND f.ends_at > :now AND f.used_at > :silent_since
      AND s.id = f.sign_in_id AND s.ended_at IS NULL AND a.id = f.account_id AND a.state = 'active'
    RETURNING f.id, f.account_id, f.scope, f.active_role, f.active_organisation, a.is_staff, ARRAY(
      SELECT g.role || ' ' || o.organisation_id FROM affiliations AS o JOIN role_grants AS g ON g.affiliation_id = o.id
      WHERE o.account_id = a.id AND o.state = 'confirmed' AND g.revoked_at IS NULL
      ORDER BY o.requested_at, o.id, g.role) AS held"""
)


@dataclass(frozen=True, kw_only=True)
class Rotated:
    """The family whose secret has just been replaced, and what its person may be now."""

    family_id: UUID
    account_id: UUID
    scope: str
    active: Pair | None
    held: list[Pair]


@dataclass(frozen=True, kw_only=True)
class Presented:
    """The parts of a refresh token, who brought it, and the secret that is to follow."""

    unverified_handle: str
    unverified_secret: str
    client_id: str
    next_secret: str


def rotate(session: Session, presented: Presented, *, now: datetime) -> Rotated | None:
    """None where anything is not as it should be; nothing has changed then. Of two at once the second waits for the
    first, and finds that its secret is the newest no more."""
    values = {
        "handle": digest(presented.unverified_handle),
        "secret": digest(presented.unverified_secret),
        "client_id": presented.client_id,
        "renewed": digest(presented.next_secret),
        "now": now,
        "silent_since": now - SIGN_IN_IDLE,
    }
    row = session.connection().execute(_ROTATE, values).one_or_none()
    if row is None:
        return None
    held = [_pair(*text.split(" ")) for text in row.held]
    return Rotated(
        family_id=row.id,
        account_id=row.account_id,
        scope=row.scope,
        active=Pair(role=Role(row.active_role), organisation_id=row.active_organisation) if row.active_role else None,
        held=held + ([Pair(role=Role.STAFF, organisation_id=None)] if row.is_staff else []),
    )


def _pair(role: str, organisation_id: str) -> Pair:
    return Pair(role=Role(role), organisation_id=UUID(organisation_id))
