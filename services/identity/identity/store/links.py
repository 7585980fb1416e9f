"""Links sent by e-mail."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from identity.domain.clients import digest
from identity.domain.links import Link, LinkPurpose
from identity.store.proof_tables import LINKS


def lock_link(session: Session, link_id: UUID) -> Link | None:
    """The link, locked until the transaction ends."""
    return session.get(Link, link_id, with_for_update=True, populate_existing=True)


def find_by_token(session: Session, unverified_token: str, *, purpose: LinkPurpose) -> Link | None:
    """The link that this secret opens."""
    mine = sa.select(Link).where(LINKS.c.token_hash == digest(unverified_token), LINKS.c.purpose == purpose)
    return session.scalars(mine).one_or_none()


def lock_by_token(session: Session, unverified_token: str, *, purpose: LinkPurpose) -> Link | None:
    """The same, locked until the transaction ends, so that it works once."""
    mine = sa.select(Link).where(LINKS.c.token_hash == digest(unverified_token), LINKS.c.purpose == purpose)
    return session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one_or_none()


def delete_others(session: Session, link: Link) -> None:
    """Remove the other links of the same purpose and address, used or not: the newest wish is done."""
    others = sa.delete(LINKS).where(LINKS.c.purpose == link.purpose, LINKS.c.email == link.email, LINKS.c.id != link.id)
    session.execute(others)


def delete_of_account(session: Session, account_id: UUID, *, besides: Link | None = None) -> None:
    """Remove every link of one account, or all but one."""
    theirs = sa.delete(LINKS).where(LINKS.c.account_id == account_id)
    session.execute(theirs.where(LINKS.c.id != besides.id) if besides else theirs)


def delete_of_address(session: Session, email: str, *, account_id: UUID) -> None:
    """Remove every link of one account or to its address."""
    session.execute(sa.delete(LINKS).where(sa.or_(LINKS.c.account_id == account_id, LINKS.c.email == email)))


def delete_ended(session: Session, *, before: datetime) -> int:
    """Remove links that ran out before; says how many."""
    statement = sa.delete(LINKS).where(LINKS.c.expires_at < before).returning(LINKS.c.id)
    return len(session.execute(statement).all())


def add_link(session: Session, link: Link) -> None:
    """Write a new link."""
    session.add(link)
    session.flush()


def delete_link(session: Session, link: Link) -> None:
    """Remove it."""
    session.delete(link)
