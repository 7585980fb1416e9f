"""Badges in the database: locks, lists, status lists, keys."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from documents.domain.badge import LIVE_BADGES, Badge, BadgeStatus
from documents.domain.credentials import LIST_BITS
from documents.store.documents import Scope
from documents.store.tables import BADGE_KEYS, BADGES, STATUS_LISTS

# Lists are filled by half, so that a free place is found at the first or second try.
FILLED_BY = LIST_BITS // 2


def lock(session: Session, badge_id: UUID) -> Badge | None:
    """The badge, locked."""
    statement = select(Badge).where(BADGES.c.badge_id == badge_id).with_for_update()
    return session.execute(statement, execution_options={"populate_existing": True}).scalars().first()


def lock_of_account(session: Session, account_id: UUID) -> list[Badge]:
    """All badges of one person, locked."""
    statement = select(Badge).where(BADGES.c.account_id == account_id).order_by(BADGES.c.badge_id)
    return list(session.execute(statement.with_for_update()).scalars())


def live_of_enrolment(session: Session, enrolment_id: UUID) -> UUID | None:
    """The badge that is asked for, accepted or issued for this enrolment."""
    statement = select(BADGES.c.badge_id).where(BADGES.c.enrolment_id == enrolment_id, BADGES.c.status.in_(LIVE_BADGES))
    return session.execute(statement).scalars().first()


def _readable(scope: Scope) -> ColumnElement[bool]:
    if scope.everything:
        return true()
    reasons = [BADGES.c.account_id == scope.account_id]
    if scope.provider_id is not None:
        reasons.append(BADGES.c.provider_organisation_id == scope.provider_id)
    return or_(*reasons)


def _first(connection: Connection, statement: Select[Any]) -> dict[str, Any] | None:
    row = connection.execute(statement).mappings().first()
    return dict(row) if row else None


def read(connection: Connection, badge_id: UUID, *, scope: Scope) -> dict[str, Any] | None:
    """One badge that the reader may see."""
    return _first(connection, select(BADGES).where(BADGES.c.badge_id == badge_id, _readable(scope)))


def read_page(
    connection: Connection, scope: Scope, *, filters: Mapping[str, Any], after: UUID | None, limit: int
) -> Sequence[dict[str, Any]]:
    """Badges that the reader may see, newest first."""
    statement = select(BADGES).where(_readable(scope), BADGES.c.status != BadgeStatus.DROPPED)
    statement = statement.where(*(BADGES.c[name] == value for name, value in filters.items()))
    if after is not None:
        statement = statement.where(BADGES.c.badge_id < after)
    ordered = statement.order_by(BADGES.c.badge_id.desc()).limit(limit)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def read_issued(connection: Connection, badge_id: UUID) -> dict[str, Any] | None:
    """A badge that was issued, also where it was revoked."""
    statement = select(BADGES).where(
        BADGES.c.badge_id == badge_id, BADGES.c.status.in_([BadgeStatus.ISSUED, BadgeStatus.REVOKED])
    )
    return _first(connection, statement)


def achievement(connection: Connection, training_action_id: UUID, *, number: int) -> Mapping[str, Any] | None:
    """What the first badge for this publication says of it."""
    statement = (
        select(BADGES.c.content)
        .where(
            BADGES.c.training_action_id == training_action_id,
            BADGES.c.publication_number == number,
            BADGES.c.status.in_([BadgeStatus.ISSUED, BadgeStatus.REVOKED]),
        )
        .order_by(BADGES.c.badge_id)
        .limit(1)
    )
    return connection.execute(statement).scalars().first()


def take_place(session: Session) -> tuple[int, int]:
    """A status list and a free place in it, drawn at random so that places tell no order."""
    taken = session.execute(select(func.count()).where(BADGES.c.status_list.is_not(None))).scalar_one()
    number = 1 + taken // FILLED_BY
    session.execute(insert(STATUS_LISTS).values(status_list=number).on_conflict_do_nothing())
    session.execute(select(STATUS_LISTS).where(STATUS_LISTS.c.status_list == number).with_for_update())
    while True:
        index = secrets.randbelow(LIST_BITS)
        used = select(BADGES.c.badge_id).where(BADGES.c.status_list == number, BADGES.c.status_list_index == index)
        if session.execute(used).first() is None:
            return number, index


def lock_list(session: Session, number: int) -> list[int]:
    """The places that are revoked; the list stays locked until the transaction ends."""
    session.execute(select(STATUS_LISTS).where(STATUS_LISTS.c.status_list == number).with_for_update())
    revoked = select(BADGES.c.status_list_index).where(
        BADGES.c.status_list == number, BADGES.c.status == BadgeStatus.REVOKED
    )
    return [index for index in session.execute(revoked).scalars() if index is not None]


def publish_list(session: Session, number: int, *, values: Mapping[str, Any]) -> None:
    """Put the signed list in place of the one before."""
    session.execute(update(STATUS_LISTS).where(STATUS_LISTS.c.status_list == number).values(**values))


def read_list(connection: Connection, number: int) -> dict[str, Any] | None:
    """A status list that was published."""
    statement = select(STATUS_LISTS).where(
        STATUS_LISTS.c.status_list == number, STATUS_LISTS.c.published_at.is_not(None)
    )
    return _first(connection, statement)


def keep_key(session: Session, *, key_id: str, kind: str, public_jwk: Mapping[str, Any], now: datetime) -> None:
    """Remember a public key that signed something; a second time changes nothing."""
    values = {"key_id": key_id, "kind": kind, "public_jwk": dict(public_jwk), "first_used_at": now}
    session.execute(insert(BADGE_KEYS).values(**values).on_conflict_do_nothing())


def keys(connection: Connection) -> Sequence[dict[str, Any]]:
    """Every key that ever signed a badge, newest first."""
    ordered = select(BADGE_KEYS).order_by(BADGE_KEYS.c.first_used_at.desc())
    return [dict(row) for row in connection.execute(ordered).mappings()]
