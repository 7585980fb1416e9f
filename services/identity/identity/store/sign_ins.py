"""Sign-ins: who is signed in with which browser."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from identity.domain.clients import digest
from identity.domain.grants import SignIn
from identity.store.tables import SIGN_INS


def find_by_token(session: Session, unverified_token: str) -> SignIn | None:
    """The sign-in that a browser's cookie names."""
    if not unverified_token:
        return None
    statement = sa.select(SignIn).where(SIGN_INS.c.token_hash == digest(unverified_token))
    return session.scalars(statement).one_or_none()


def find_sign_in(session: Session, sign_in_id: UUID) -> SignIn | None:
    """The sign-in, None where there is none."""
    return session.get(SignIn, sign_in_id)


def lock_open(session: Session, *, account_id: UUID) -> list[SignIn]:
    """Every sign-in of one account that was not ended, locked until the transaction ends."""
    mine = sa.select(SignIn).where(SIGN_INS.c.account_id == account_id, SIGN_INS.c.ended_at.is_(None))
    locked = mine.order_by(SIGN_INS.c.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(locked))


def delete_ended(session: Session, *, before: datetime) -> int:
    """Remove sign-ins that ended before, with what they gave; says how many."""
    ended = sa.or_(SIGN_INS.c.ends_at < before, SIGN_INS.c.ended_at < before)
    return len(session.execute(sa.delete(SIGN_INS).where(ended).returning(SIGN_INS.c.id)).all())


def all_of(session: Session, account_id: UUID) -> list[SignIn]:
    """Every sign-in of one account that is still kept, newest first."""
    mine = sa.select(SignIn).where(SIGN_INS.c.account_id == account_id)
    return list(session.scalars(mine.order_by(SIGN_INS.c.authenticated_at.desc(), SIGN_INS.c.id)))


def forget_agents(session: Session, account_id: UUID) -> None:
    """Erase with which browsers a person signed in."""
    session.execute(sa.update(SIGN_INS).where(SIGN_INS.c.account_id == account_id).values(agent=""))
