"""Rows of imports, what they reported, and which action each offer became."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from catalogue.domain.imports import KEPT_FAULTS, Import, ImportStatus
from catalogue.domain.offers import OfferFault
from catalogue.store.import_tables import IMPORT_FAULTS, IMPORTED_OFFERS, IMPORTED_SESSIONS, IMPORTS
from catalogue.store.tables import ORGANISATIONS
from chassis import tasks
from chassis.database import Session
from chassis.errors import NotFound
from chassis.tables import TASKS


def lock_import(session: Session, import_id: UUID) -> Import:
    """
    Raises:
        NotFound
    """
    found = session.get(Import, import_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    return found


def read_import(session: Session, import_id: UUID) -> Import:
    """
    Raises:
        NotFound
    """
    found = session.get(Import, import_id)
    if found is None:
        raise NotFound()
    return found


def newest(session: Session, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Import]:
    """The newest first."""
    statement = select(Import).order_by(IMPORTS.c.begun_at.desc(), IMPORTS.c.import_id.desc()).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(IMPORTS.c.begun_at, IMPORTS.c.import_id) < tuple_(*after))
    return list(session.scalars(statement))


def left_open(session: Session, *, before: datetime, limit: int) -> list[Import]:
    """Imports whose file has not arrived whole since then."""
    statement = (
        select(Import)
        .where(IMPORTS.c.status == ImportStatus.UPLOADING, IMPORTS.c.begun_at < before)
        .order_by(IMPORTS.c.begun_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(statement))


def clear_faults(session: Session, import_id: UUID) -> None:
    """Of an earlier start."""
    session.execute(delete(IMPORT_FAULTS).where(IMPORT_FAULTS.c.import_id == import_id))


def add_faults(session: Session, import_id: UUID, *, first: int, faults: Iterable[OfferFault]) -> None:
    """Kept up to a bound, so that a hostile file fills no disk; all are counted."""
    rows = [
        {
            "import_id": import_id,
            "position": position,
            "line": fault.line,
            "identifier": fault.identifier[:255],
            "title": fault.title[:255],
            "reason": fault.reason,
            "figures": fault.figures,
            "is_remark": fault.is_remark,
        }
        for position, fault in enumerate(faults, first)
        if position <= KEPT_FAULTS
    ]
    if rows:
        session.execute(insert(IMPORT_FAULTS), rows)


def faults_of(session: Session, import_id: UUID, *, after: int, limit: int) -> list[Row[Any]]:
    """In the order of the file."""
    statement = (
        select(IMPORT_FAULTS)
        .where(IMPORT_FAULTS.c.import_id == import_id, IMPORT_FAULTS.c.position > after)
        .order_by(IMPORT_FAULTS.c.position)
        .limit(limit)
    )
    return list(session.execute(statement))


def known_offers(session: Session, identifiers: Iterable[str]) -> dict[str, Row[Any]]:
    """The action and the digest of what was imported before."""
    statement = select(IMPORTED_OFFERS).where(IMPORTED_OFFERS.c.identifier.in_(list(identifiers)))
    return {row.identifier: row for row in session.execute(statement)}


def keep_offer(session: Session, identifier: str, *, training_action_id: UUID, digest: bytes) -> None:
    """What this offer became."""
    values = {"training_action_id": training_action_id, "digest": digest}
    statement = insert(IMPORTED_OFFERS).values(identifier=identifier, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["identifier"], set_=values))


def known_sessions(session: Session, identifier: str) -> dict[str, UUID]:
    """The sessions that an offer's own became."""
    statement = select(IMPORTED_SESSIONS).where(IMPORTED_SESSIONS.c.identifier == identifier)
    return {row.session_identifier: row.training_session_id for row in session.execute(statement)}


def keep_session(session: Session, identifier: str, *, session_identifier: str, training_session_id: UUID) -> None:
    """What this session of an offer became."""
    session.execute(
        insert(IMPORTED_SESSIONS)
        .values(identifier=identifier, session_identifier=session_identifier, training_session_id=training_session_id)
        .on_conflict_do_nothing()
    )


def provider_with(session: Session, sirets: Iterable[str]) -> UUID | None:
    """The first of these organisations that our copy names and does not call closed."""
    for siret in sirets:
        statement = select(ORGANISATIONS.c.organisation_id).where(
            ORGANISATIONS.c.siret == siret, ORGANISATIONS.c.closed_on.is_(None)
        )
        found: UUID | None = session.scalar(statement.limit(1))
        if found is not None:
            return found
    return None


def go_on(session: Session, *, kind: str, key: str, now: datetime) -> None:
    """Keep the claim of a task that is still being done, so that no second worker begins it."""
    held = now + tasks.CLAIM + timedelta(minutes=1)
    session.execute(
        update(TASKS)
        .where(TASKS.c.kind == kind, TASKS.c.key == key, TASKS.c.done_at.is_(None))
        .values(claimed_until=held)
    )
