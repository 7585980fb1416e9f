"""What the public page of an action shows, in three statements; and the two lists of its classification."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, DateTime, RowMapping, Uuid, bindparam, func, select

from catalogue.store.search_tables import SEARCH_ACTIONS
from catalogue.store.tables import (
    CHANGES,
    ORGANISATIONS,
    PUBLICATIONS,
    SEATS,
    SLOTS,
    THEMES,
    TRAINING_ACTION_TYPES,
    TRAINING_ACTIONS,
    TRAINING_SESSIONS,
)

_ACTION_ID = bindparam("training_action_id", type_=Uuid)
_NOW = bindparam("now", type_=DateTime(timezone=True))

_ACTION = (
    select(
        *(column for column in PUBLICATIONS.c if column.name not in ("version", "is_listed")),
        TRAINING_ACTIONS.c.status,
        ORGANISATIONS.c.name.label("provider_name"),
    )
    .join(
        TRAINING_ACTIONS,
        (TRAINING_ACTIONS.c.training_action_id == PUBLICATIONS.c.training_action_id)
        & (TRAINING_ACTIONS.c.publication_number == PUBLICATIONS.c.publication_number),
    )
    .outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == PUBLICATIONS.c.provider_organisation_id)
    .where(PUBLICATIONS.c.training_action_id == _ACTION_ID)
)

_SESSIONS = (
    select(
        TRAINING_SESSIONS,
        SEATS.c.remaining_seats,
        SEATS.c.waiting,
        SEATS.c.is_full,
    )
    .outerjoin(SEATS, SEATS.c.training_session_id == TRAINING_SESSIONS.c.training_session_id)
    .where(TRAINING_SESSIONS.c.training_action_id == _ACTION_ID, TRAINING_SESSIONS.c.ends_at > _NOW)
    .order_by(TRAINING_SESSIONS.c.begins_at, TRAINING_SESSIONS.c.training_session_id)
)

_SLOTS = (
    select(SLOTS)
    .join(TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == SLOTS.c.training_session_id)
    .where(TRAINING_SESSIONS.c.training_action_id == _ACTION_ID, TRAINING_SESSIONS.c.ends_at > _NOW)
    .order_by(SLOTS.c.starts_at)
)

_SESSION_ID = bindparam("training_session_id", type_=Uuid)

# The journal's last line about a session tells when it was last written.
_SESSION = (
    select(
        TRAINING_SESSIONS.c.training_session_id,
        TRAINING_SESSIONS.c.is_self_paced,
        TRAINING_SESSIONS.c.first_day,
        TRAINING_SESSIONS.c.last_day,
        TRAINING_SESSIONS.c.status,
        TRAINING_SESSIONS.c.version,
        PUBLICATIONS.c.training_action_id,
        PUBLICATIONS.c.title,
        select(func.max(CHANGES.c.occurred_at))
        .where(CHANGES.c.training_session_id == _SESSION_ID)
        .scalar_subquery()
        .label("changed_at"),
    )
    .join(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == TRAINING_SESSIONS.c.training_action_id)
    .join(
        PUBLICATIONS,
        (PUBLICATIONS.c.training_action_id == TRAINING_ACTIONS.c.training_action_id)
        & (PUBLICATIONS.c.publication_number == TRAINING_ACTIONS.c.publication_number),
    )
    .where(TRAINING_SESSIONS.c.training_session_id == _SESSION_ID)
)

_SLOTS_OF_SESSION = select(SLOTS).where(SLOTS.c.training_session_id == _SESSION_ID).order_by(SLOTS.c.starts_at)

_LISTED = select(SEARCH_ACTIONS.c.training_action_id, SEARCH_ACTIONS.c.published_at).order_by(
    SEARCH_ACTIONS.c.training_action_id
)
_TYPES = select(TRAINING_ACTION_TYPES).order_by(TRAINING_ACTION_TYPES.c.rank, TRAINING_ACTION_TYPES.c.label)
_THEMES = select(THEMES).order_by(THEMES.c.rank, THEMES.c.label)


def published_action(connection: Connection, training_action_id: UUID) -> RowMapping | None:
    """The last publication of an action, published or withdrawn; None for a draft or an unknown key."""
    return connection.execute(_ACTION, {"training_action_id": training_action_id}).mappings().first()


def sessions_not_over(connection: Connection, training_action_id: UUID, *, now: datetime) -> list[RowMapping]:
    """Sessions that have not ended, cancelled ones included, with the seats last told."""
    return list(connection.execute(_SESSIONS, {"training_action_id": training_action_id, "now": now}).mappings())


def slots_of_sessions(
    connection: Connection, training_action_id: UUID, *, now: datetime
) -> dict[UUID, list[RowMapping]]:
    """The slots of those sessions, by session."""
    by_session: dict[UUID, list[RowMapping]] = {}
    for row in connection.execute(_SLOTS, {"training_action_id": training_action_id, "now": now}).mappings():
        by_session.setdefault(row["training_session_id"], []).append(row)
    return by_session


def published_session(connection: Connection, training_session_id: UUID) -> RowMapping | None:
    """A session of an action that was published, with the action's title; None for any other key."""
    return connection.execute(_SESSION, {"training_session_id": training_session_id}).mappings().first()


def slots_of_session(connection: Connection, training_session_id: UUID) -> list[RowMapping]:
    """Slots in the order of their start."""
    return list(connection.execute(_SLOTS_OF_SESSION, {"training_session_id": training_session_id}).mappings())


def listed_actions(connection: Connection) -> list[tuple[UUID, datetime]]:
    """Every listed action, with the instant of its last publication."""
    return [(row[0], row[1]) for row in connection.execute(_LISTED)]


def types(connection: Connection) -> list[dict[str, Any]]:
    """Types in the order that staff gave them."""
    return [
        {
            "code": row.code,
            "label": row.label,
            "counts_as_formation": row.counts_as_formation,
            "self_paced": row.self_paced,
            "rank": row.rank,
            "revision": row.revision,
        }
        for row in connection.execute(_TYPES)
    ]


def themes(connection: Connection) -> list[dict[str, Any]]:
    """Themes in the order that staff gave them."""
    return [
        {"code": row.code, "label": row.label, "rank": row.rank, "revision": row.revision}
        for row in connection.execute(_THEMES)
    ]
