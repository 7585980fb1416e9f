"""Sign-in rows: found by the hash of their cookie, locked for every change of tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from web.domain.sign_ins import Limits, SignIn
from web.store.tables import SIGN_INS


def add(session: Session, sign_in: SignIn) -> None:
    """Keep a new sign-in."""
    session.add(sign_in)


def by_cookie(session: Session, cookie_hash: bytes) -> SignIn | None:
    """The sign-in behind a cookie."""
    return session.scalars(select(SignIn).where(SIGN_INS.c.cookie_hash == cookie_hash)).one_or_none()


def lock(session: Session, sign_in_id: UUID) -> SignIn | None:
    """The sign-in as it is now, held against every other change until the transaction ends."""
    statement = select(SignIn).where(SIGN_INS.c.id == sign_in_id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def remove(session: Session, sign_in_id: UUID) -> None:
    """Forget a sign-in and its tokens."""
    session.execute(delete(SIGN_INS).where(SIGN_INS.c.id == sign_in_id))


def remove_of_provider(session: Session, provider_sign_in: str) -> int:
    """Forget those that came from one sign-in of the provider; says how many."""
    theirs = delete(SIGN_INS).where(SIGN_INS.c.provider_sign_in == provider_sign_in)
    return len(session.execute(theirs.returning(SIGN_INS.c.id)).all())


def remove_over(session: Session, *, now: datetime, limits: Limits) -> int:
    """Forget those whose idle or absolute limit has passed; says how many."""
    over = or_(SIGN_INS.c.last_seen_at < now - limits.idle, SIGN_INS.c.created_at < now - limits.lifetime)
    return len(session.execute(delete(SIGN_INS).where(over).returning(SIGN_INS.c.id)).all())
