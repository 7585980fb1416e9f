"""Authorization codes and token families."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from identity.domain.clients import digest
from identity.domain.grants import AuthorizationCode, TokenFamily
from identity.domain.rights import Pair
from identity.store.client_tables import CLIENTS
from identity.store.tables import AUTHORIZATION_CODES, TOKEN_FAMILIES

_OF_HANDLE = sa.select(TokenFamily).where(TOKEN_FAMILIES.c.handle_hash == sa.bindparam("hash"))


def lock_code(session: Session, code: str) -> AuthorizationCode | None:
    """The code, locked until the transaction ends: of two redemptions at once, the second sees the first."""
    return session.get(AuthorizationCode, digest(code), with_for_update=True, populate_existing=True)


def lock_family(session: Session, family_id: UUID) -> TokenFamily | None:
    """The family, locked until the transaction ends."""
    return session.get(TokenFamily, family_id, with_for_update=True, populate_existing=True)


def lock_family_of_handle(session: Session, handle: str) -> TokenFamily | None:
    """The family that a refresh token's handle names, locked until the transaction ends."""
    locking = _OF_HANDLE.with_for_update().execution_options(populate_existing=True)
    return session.scalars(locking, {"hash": digest(handle)}).one_or_none()


def find_family_of_handle(session: Session, handle: str) -> TokenFamily | None:
    """The same, as it stands."""
    return session.scalars(_OF_HANDLE, {"hash": digest(handle)}).one_or_none()


def activate(session: Session, family_id: UUID, *, pair: Pair | None) -> None:
    """Make a pair active in one family, None for none."""
    values = {
        "active_role": pair.role if pair else None,
        "active_organisation": pair.organisation_id if pair else None,
    }
    session.execute(sa.update(TOKEN_FAMILIES).where(TOKEN_FAMILIES.c.id == family_id).values(values))


def find_family(session: Session, family_id: UUID) -> TokenFamily | None:
    """The family, None where there is none."""
    return session.get(TokenFamily, family_id)


def last_use(session: Session, sign_in_id: UUID) -> datetime | None:
    """When a client of this sign-in last asked for tokens."""
    latest: datetime | None = session.scalar(
        sa.select(sa.func.max(TOKEN_FAMILIES.c.used_at)).where(TOKEN_FAMILIES.c.sign_in_id == sign_in_id)
    )
    return latest


def revoke_families(
    session: Session, *, reason: str, now: datetime, sign_in_id: UUID | None = None, client_id: str | None = None
) -> None:
    """Revoke every live family of one sign-in or of one client."""
    statement = sa.update(TOKEN_FAMILIES).where(TOKEN_FAMILIES.c.revoked_at.is_(None))
    if sign_in_id is not None:
        statement = statement.where(TOKEN_FAMILIES.c.sign_in_id == sign_in_id)
    if client_id is not None:
        statement = statement.where(TOKEN_FAMILIES.c.client_id == client_id)
    session.execute(statement.values(revoked_at=now, revoked_for=reason))


def delete_codes(session: Session, *, expired_before: datetime) -> int:
    """Remove old codes; says how many."""
    statement = sa.delete(AUTHORIZATION_CODES).where(AUTHORIZATION_CODES.c.expires_at < expired_before)
    return len(session.execute(statement.returning(AUTHORIZATION_CODES.c.code_hash)).all())


def delete_families(session: Session, *, ended_before: datetime, silent_since: datetime) -> int:
    """Remove families that ended, were revoked, or have been silent since; says how many."""
    ended = sa.or_(
        TOKEN_FAMILIES.c.ends_at < ended_before,
        TOKEN_FAMILIES.c.revoked_at < ended_before,
        TOKEN_FAMILIES.c.used_at < silent_since,
    )
    statement = sa.delete(TOKEN_FAMILIES).where(ended).returning(TOKEN_FAMILIES.c.id)
    return len(session.execute(statement).all())


def names_of_clients(session: Session, sign_in_id: UUID) -> list[str]:
    """The platforms that hold tokens of this sign-in, by name."""
    opened = (
        sa.select(CLIENTS.c.name)
        .distinct()
        .join(TOKEN_FAMILIES, TOKEN_FAMILIES.c.client_id == CLIENTS.c.client_id)
        .where(TOKEN_FAMILIES.c.sign_in_id == sign_in_id, TOKEN_FAMILIES.c.revoked_at.is_(None))
    )
    return list(session.scalars(opened.order_by(CLIENTS.c.name)))
