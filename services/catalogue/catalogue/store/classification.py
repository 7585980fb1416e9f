"""Rows of types and themes."""

from sqlalchemy import Table, func, select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.store.tables import PUBLICATIONS, THEMES, TRAINING_ACTION_TYPES, TRAINING_ACTIONS
from chassis.database import Connection
from chassis.errors import NotFound

Kind = type[TrainingActionType] | type[Theme]
_TABLES: dict[Kind, Table] = {TrainingActionType: TRAINING_ACTION_TYPES, Theme: THEMES}
_COLUMNS: dict[Kind, str] = {TrainingActionType: "type_code", Theme: "theme_code"}


def type_of(session: Session, code: str) -> TrainingActionType | None:
    """None where staff keep no such type."""
    return session.get(TrainingActionType, code)


def theme_of(session: Session, code: str) -> Theme | None:
    """None where staff keep no such theme."""
    return session.get(Theme, code)


def lock_type(session: Session, code: str) -> TrainingActionType:
    """
    Raises:
        NotFound
    """
    found = session.get(TrainingActionType, code, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    return found


def lock_theme(session: Session, code: str) -> Theme:
    """
    Raises:
        NotFound
    """
    found = session.get(Theme, code, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound()
    return found


def codes_and_labels(session: Session, kind: Kind) -> dict[str, str]:
    """The label of each code."""
    table = _TABLES[kind]
    return {row.code: row.label for row in session.execute(select(table.c.code, table.c.label))}


def actions_bearing(session: Session, kind: Kind, *, code: str) -> int:
    """How many actions bear it, in their working copy or in any publication."""
    name = _COLUMNS[kind]
    bearing = union(
        *(select(table.c.training_action_id).where(table.c[name] == code) for table in (TRAINING_ACTIONS, PUBLICATIONS))
    ).subquery()
    return session.scalar(select(func.count()).select_from(bearing)) or 0


def counts_by_code(connection: Connection, kind: Kind) -> dict[str, int]:
    """How many working copies bear each code."""
    column = TRAINING_ACTIONS.c[_COLUMNS[kind]]
    return {row[0]: row[1] for row in connection.execute(select(column, func.count()).group_by(column))}


def keep_type(session: Session, kept: TrainingActionType) -> None:
    """Insert the type, or overwrite the one of that code."""
    values = {
        "label": kept.label,
        "counts_as_formation": kept.counts_as_formation,
        "self_paced": kept.self_paced,
        "rank": kept.rank,
    }
    statement = insert(TRAINING_ACTION_TYPES).values(code=kept.code, revision=kept.revision, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))


def keep_theme(session: Session, kept: Theme) -> None:
    """Insert the theme, or overwrite the one of that code."""
    values = {"label": kept.label, "rank": kept.rank}
    statement = insert(THEMES).values(code=kept.code, revision=kept.revision, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["code"], set_=values))
