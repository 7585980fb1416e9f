"""Copies of what other services own: the newest version wins, whatever the order of arrival."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.events import Event


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
    if event.subject_version is None:
        raise ValueError(f"{event.type} carries no subject version")
    (key,) = table.primary_key.columns
    row = {**values, "version": event.subject_version, "told_at": event.occurred_at}
    statement = insert(table).values({key.name: event.subject, **row})
    statement = statement.on_conflict_do_update(
        index_elements=[key],
        set_={name: statement.excluded[name] for name in row},
        where=table.c.version < statement.excluded.version,
    )
    return session.execute(statement.returning(key)).first() is not None


def forget_unnamed(session: Session, table: Table, closing: Closing) -> int:
    """Remove the ghosts of one stretch from `table`; says how many."""
    (key,) = table.primary_key.columns
    statement = delete(table).where(key.not_in(closing.named), table.c.told_at < closing.told_at)
    if closing.first is not None:
        statement = statement.where(key > closing.first)
    if closing.last is not None:
        statement = statement.where(key <= closing.last)
    return len(session.execute(statement.returning(key)).all())
