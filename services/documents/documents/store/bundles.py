"""Bundles in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from chassis.database import Connection, Session
from documents.domain.bundle import Bundle, BundleStatus
from documents.store.tables import BUNDLES


def lock(session: Session, bundle_id: UUID) -> Bundle | None:
    """The bundle, locked."""
    statement = select(Bundle).where(BUNDLES.c.bundle_id == bundle_id).with_for_update()
    return session.execute(statement, execution_options={"populate_existing": True}).scalars().first()


def read(connection: Connection, bundle_id: UUID, *, requested_by: UUID) -> dict[str, Any] | None:
    """A bundle of this person."""
    statement = select(BUNDLES).where(BUNDLES.c.bundle_id == bundle_id, BUNDLES.c.requested_by == requested_by)
    row = connection.execute(statement).mappings().first()
    return dict(row) if row else None


def newest(connection: Connection, *, requested_by: UUID, limit: int) -> list[dict[str, Any]]:
    """The bundles of this person, newest first."""
    statement = select(BUNDLES).where(BUNDLES.c.requested_by == requested_by)
    rows = connection.execute(statement.order_by(BUNDLES.c.bundle_id.desc()).limit(limit))
    return [dict(row) for row in rows.mappings()]


def to_expire(session: Session, before: datetime, *, limit: int) -> Sequence[Bundle]:
    """Ready bundles whose time has come, locked."""
    statement = (
        select(Bundle)
        .where(BUNDLES.c.status == BundleStatus.READY, BUNDLES.c.expires_at < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.execute(statement).scalars())
