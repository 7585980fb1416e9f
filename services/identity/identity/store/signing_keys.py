"""Rows of the signing keys."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from identity.domain.signing_keys import PUBLISHED, KeyState, SigningKey
from identity.store.kept import Kept
from identity.store.tables import SIGNING_KEYS

_kept: Kept[list[SigningKey]] = Kept()

# One rotation at a time: an arbitrary number that only this lock uses.
_ROTATION_LOCK = 7_205_301


def lock_keys(session: Session) -> list[SigningKey]:
    """Every published key, with rotation locked until the transaction ends."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(_ROTATION_LOCK)))
    _kept.forget()
    return _read(session)


def _read(session: Session) -> list[SigningKey]:
    statement = sa.select(SigningKey).where(SIGNING_KEYS.c.state.in_(PUBLISHED))
    return list(session.scalars(statement.order_by(SIGNING_KEYS.c.created_at, SIGNING_KEYS.c.kid)))


def published_keys(session: Session) -> list[SigningKey]:
    """Every key that a token alive now or soon may name, as they were a moment ago; to look at, not to change."""

    def read() -> list[SigningKey] | None:
        keys = _read(session)
        for key in keys:
            session.expunge(key)
        return keys or None

    return _kept.get(session, PUBLISHED, read=read) or []


def keys_since(session: Session, *, retired_after: datetime) -> list[SigningKey]:
    """The published keys, and those that were retired since."""
    lately = (SIGNING_KEYS.c.state == KeyState.RETIRED) & (SIGNING_KEYS.c.moved_at > retired_after)
    return list(session.scalars(sa.select(SigningKey).where(SIGNING_KEYS.c.state.in_(PUBLISHED) | lately)))


def current_key(session: Session) -> SigningKey:
    """The key that signs now.

    Raises:
        LookupError: `keys ensure` was never run.
    """
    for key in published_keys(session):
        if key.state is KeyState.CURRENT:
            return key
    raise LookupError("no key signs")
