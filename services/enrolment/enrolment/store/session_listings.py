"""Fast reads of training sessions with the counts of their requests."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, true, tuple_

from enrolment.domain.statuses import Status
from enrolment.store.listings import Mapping, Runner, is_run_by
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, SEATS, TRAINING_ACTIONS, TRAINING_SESSIONS


@dataclass(frozen=True, kw_only=True)
class SessionPage:
    """How many sessions, after which: (start, session). `is_past` None lists past and coming ones."""

    limit: int
    after: tuple[datetime, UUID] | None = None
    is_past: bool | None = None


def _page(runner: Runner | None, *, page: SessionPage, now: datetime) -> Any:
    """The sessions of the page with their actions, before anything is counted."""
    sessions, actions = TRAINING_SESSIONS.c, TRAINING_ACTIONS.c
    statement = (
        select(
            sessions.training_session_id, sessions.training_action_id, sessions.is_cancelled, sessions.first_day,
            sessions.last_day, sessions.starts_at, sessions.ends_at, sessions.slots,
            actions.title.label("action_title"), actions.type_label, actions.delivery_mode, actions.duration_days,
            actions.is_self_paced,
        )
        .join(TRAINING_ACTIONS, actions.training_action_id == sessions.training_action_id)
        .limit(page.limit)
    )  # fmt: skip
    if runner is not None:
        statement = statement.where(is_run_by(runner))
    if page.is_past is not None:
        statement = statement.where(sessions.ends_at <= now if page.is_past else sessions.ends_at > now)
    key = tuple_(sessions.starts_at, sessions.training_session_id)
    if page.after is not None:
        statement = statement.where(key < page.after if page.is_past else key > page.after)
    return statement.order_by(*_order(sessions, page=page)).subquery()


def _order(columns: Any, *, page: SessionPage) -> tuple[Any, Any]:
    if page.is_past:
        return columns.starts_at.desc(), columns.training_session_id.desc()
    return columns.starts_at, columns.training_session_id


def training_sessions(connection: Reader, runner: Runner | None, *, page: SessionPage, now: datetime) -> list[Mapping]:
    """Sessions of the actions that `runner` runs (None: all), soonest first, or latest first among the past ones."""
    found = _page(runner, page=page, now=now)
    statuses = ENROLMENTS.c.status
    counts = (
        select(*(func.count().filter(statuses == status).label(f"count_{status.value}") for status in Status))
        .where(ENROLMENTS.c.training_session_id == found.c.training_session_id)
        .lateral()
    )
    statement = (
        select(
            *found.c, SEATS.c.capacity, SEATS.c.taken, SEATS.c.waiting, SEATS.c.waiting_list_capacity, *counts.c
        )
        .outerjoin(SEATS, SEATS.c.training_session_id == found.c.training_session_id)
        .join(counts, true())
        .order_by(*_order(found.c, page=page))
    )  # fmt: skip
    return [dict(row._mapping) for row in connection.execute(statement)]
