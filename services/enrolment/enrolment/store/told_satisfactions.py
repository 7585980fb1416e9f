"""Satisfaction with each action as it was last told to neighbours."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Session
from enrolment.store.followup_tables import QUESTIONNAIRES, TOLD_SATISFACTIONS

_TOLD, _OURS = TOLD_SATISFACTIONS.c, QUESTIONNAIRES.c


def outdated(session: Session) -> list[UUID]:
    """Actions with questionnaires or answers that were not told yet."""
    counted = (
        select(_OURS.training_action_id, func.count().label("asked"), func.count(_OURS.answered_at).label("answered"))
        .group_by(_OURS.training_action_id)
        .subquery()
    )
    statement = (
        select(counted.c.training_action_id)
        .outerjoin(TOLD_SATISFACTIONS, _TOLD.training_action_id == counted.c.training_action_id)
        .where(or_(_TOLD.asked.is_distinct_from(counted.c.asked), _TOLD.answered.is_distinct_from(counted.c.answered)))
        .order_by(counted.c.training_action_id)
    )
    return list(session.scalars(statement))


def keep(
    session: Session, training_action_id: UUID, *, content: Mapping[str, Any], now: datetime
) -> dict[str, Any] | None:
    """The row under a new version; None where the same was told already."""
    row = {"asked": content["asked"], "answered": content["answered"], "content": dict(content), "told_at": now}
    fresh = insert(TOLD_SATISFACTIONS).values(training_action_id=training_action_id, version=1, **row)
    statement = fresh.on_conflict_do_update(
        index_elements=[_TOLD.training_action_id],
        set_={**{name: fresh.excluded[name] for name in row}, "version": _TOLD.version + 1},
        where=_TOLD.content != fresh.excluded.content,
    )
    kept = session.execute(statement.returning(TOLD_SATISFACTIONS)).one_or_none()
    return dict(kept._mapping) if kept else None


def page(session: Session, after: UUID | None, limit: int) -> list[dict[str, Any]]:
    """What was told, in order of the actions' keys, for replay."""
    statement = select(TOLD_SATISFACTIONS).order_by(_TOLD.training_action_id).limit(limit)
    if after is not None:
        statement = statement.where(_TOLD.training_action_id > after)
    return [dict(row._mapping) for row in session.execute(statement)]
