"""Copies of what other services own: the newest version wins, whatever the order of arrival."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select
from sqlalchemy import event as happening
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.orm import ORMExecuteState, Session

from chassis.events import Event
from chassis.logs import log

# Of an erased person's copy: higher than any version that a neighbour will reach, so that nothing brings them back.
LAST_VERSION = 2_147_483_647
_LOG = log(__name__)
Rows = dict[UUID, dict[str, Any]]
_WAITING = "copies to write"


@dataclass(frozen=True, kw_only=True)
class Closing:
    """The end of one stretch of a replay: what its speaker has between two keys, `first` excluded, `last` included.

    A copy in the stretch that is not `named` and was last told before `told_at` is a ghost.
    """

    state: str
    first: UUID | None
    last: UUID | None
    named: frozenset[UUID]
    told_at: datetime


def apply_newer(session: Session, table: Table, event: Event, values: Mapping[str, Any]) -> bool:
    """Write the copy of `event.subject` unless a newer or equal version is there; says whether it was written.

    `table` has one primary key column (the subject) and the columns `version` and `told_at`.

    Raises:
        ValueError: the event carries no subject version, so it is no state event.
    """
    row = _row(table, event, values)
    (key,) = table.primary_key.columns
    if event.is_restored:
        _tell_if_ahead(session, table, row)
    written = session.execute(_upsert(table, row, is_restored=event.is_restored).returning(key), row)
    return written.first() is not None


def keep_newer(session: Session, table: Table, event: Event, values: Mapping[str, Any]) -> None:
    """`apply_newer` where nobody asks whether it was written.

    Copies of one table that follow one another are written together: before the session's next statement, at the
    latest by its commit. Twelve messages are kept in the time of one.
    """
    if event.is_restored:
        apply_newer(session, table, event, values)
        return
    row = _row(table, event, values)
    rows: Rows = session.info.setdefault(_WAITING, {}).setdefault(table, {})
    if event.subject not in rows or rows[event.subject]["version"] < row["version"]:
        rows[event.subject] = row


def _row(table: Table, event: Event, values: Mapping[str, Any]) -> dict[str, Any]:
    if event.subject_version is None:
        raise ValueError(f"{event.type} carries no subject version")
    (key,) = table.primary_key.columns
    return {key.name: event.subject, **values, "version": event.subject_version, "told_at": event.occurred_at}


def _tell_if_ahead(session: Session, table: Table, row: Mapping[str, Any]) -> None:
    """A restored owner never said, or no longer knows, what this copy holds: somebody must look at it."""
    (key,) = table.primary_key.columns
    is_later = table.c.version.between(row["version"] + 1, LAST_VERSION - 1)
    subject = row[key.name]
    if later := session.scalar(select(table.c.version).where(key == subject, is_later)):
        _LOG.warning("a copy was ahead of its restored owner", copy=table.name, subject=str(subject), version=later)


def _upsert(table: Table, names: Iterable[str], *, is_restored: bool = False) -> Insert:
    statement = insert(table)
    told = statement.excluded.version
    wins = (table.c.version != told) & (table.c.version < LAST_VERSION) if is_restored else table.c.version < told
    return statement.on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_={name: statement.excluded[name] for name in names},
        where=wins,
    )


@happening.listens_for(Session, "before_commit")
def _write_waiting(session: Session) -> None:
    for table, rows in session.info.pop(_WAITING, {}).items():
        session.execute(_upsert(table, next(iter(rows.values()))), list(rows.values()))


@happening.listens_for(Session, "do_orm_execute")
def _write_first(state: ORMExecuteState) -> None:
    _write_waiting(state.session)


def forget_unnamed(session: Session, table: Table, closing: Closing) -> int:
    """Remove the ghosts of one stretch from `table`; says how many."""
    (key,) = table.primary_key.columns
    statement = delete(table).where(key.not_in(closing.named), table.c.told_at < closing.told_at)
    if closing.first is not None:
        statement = statement.where(key > closing.first)
    if closing.last is not None:
        statement = statement.where(key <= closing.last)
    ghosts = session.scalars(statement.returning(key)).all()
    for subject in ghosts:
        _LOG.warning("a copy of what its owner does not have was removed", copy=table.name, subject=str(subject))
    return len(ghosts)
