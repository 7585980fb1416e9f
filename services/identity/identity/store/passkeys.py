"""Passkeys, and the challenges that were used."""

import hashlib
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.domain.passkeys import Passkey
from identity.store.proof_tables import PASSKEYS, USED_CHALLENGES


def passkeys_of(session: Session, account_id: UUID) -> list[Passkey]:
    """Of one account, oldest first."""
    mine = sa.select(Passkey).where(PASSKEYS.c.account_id == account_id)
    return list(session.scalars(mine.order_by(PASSKEYS.c.id)))


def has_passkey(session: Session, account_id: UUID) -> bool:
    """Whether the account has one."""
    return bool(session.scalar(sa.select(sa.exists().where(PASSKEYS.c.account_id == account_id))))


def find_by_credential(session: Session, credential_id: bytes) -> Passkey | None:
    """The key that an authenticator calls so; it belongs to one account."""
    return session.scalars(sa.select(Passkey).where(PASSKEYS.c.credential_id == credential_id)).one_or_none()


def lock_passkey(session: Session, passkey_id: UUID) -> Passkey | None:
    """The key, locked until the transaction ends: its uses are counted."""
    return session.get(Passkey, passkey_id, with_for_update=True, populate_existing=True)


def delete_of(session: Session, account_id: UUID) -> int:
    """Remove every key of an account; says how many."""
    gone = sa.delete(PASSKEYS).where(PASSKEYS.c.account_id == account_id)
    return len(session.execute(gone.returning(PASSKEYS.c.id)).all())


def use_challenge(session: Session, challenge: bytes, *, expires_at: datetime) -> bool:
    """Note a challenge; False where it was used before."""
    first = insert(USED_CHALLENGES).values(challenge_hash=hashlib.sha256(challenge).digest(), expires_at=expires_at)
    row = session.execute(first.on_conflict_do_nothing().returning(USED_CHALLENGES.c.challenge_hash)).first()
    return row is not None


def delete_used_challenges(session: Session, *, before: datetime) -> int:
    """Remove what nobody could use again; says how many."""
    gone = sa.delete(USED_CHALLENGES).where(USED_CHALLENGES.c.expires_at < before)
    return len(session.execute(gone.returning(USED_CHALLENGES.c.challenge_hash)).all())
