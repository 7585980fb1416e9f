"""What an employer's desk reads beside the requests, each in one statement for a whole page."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_

from enrolment.domain.decision_context import Colleague, Elsewhere
from enrolment.domain.rights import RightsUsed
from enrolment.domain.statuses import PRESENCES, TAKEN, Status
from enrolment.store.reading import Reader
from enrolment.store.tables import (
    ENROLMENTS,
    PARTICIPATION_RIGHTS,
    PROFILES,
    TRAINING_ACTIONS,
    TRAINING_SESSIONS,
)

Mapping = dict[str, Any]


def waiting(reader: Reader, organisation_id: UUID) -> tuple[int, datetime | None]:
    """How many requests wait for a decision, and since when the oldest does."""
    count, oldest = reader.execute(
        select(func.count(), func.min(ENROLMENTS.c.requested_at)).where(
            ENROLMENTS.c.organisation_id == organisation_id, ENROLMENTS.c.status == Status.REQUESTED
        )
    ).one()
    return count, oldest


def rights_used(reader: Reader, keys: Collection[tuple[UUID, int]]) -> dict[tuple[UUID, int], RightsUsed]:
    """What people have used of their years; who used nothing is absent."""
    columns = PARTICIPATION_RIGHTS.c
    statement = select(*columns).where(tuple_(columns.account_id, columns.year).in_(list(keys)))
    return {
        (row.account_id, row.year): RightsUsed(year=row.year, member_only=row.member_only, formations=row.formations)
        for row in reader.execute(statement)
    }


def colleagues(
    reader: Reader, organisation_id: UUID, *, keys: Collection[tuple[UUID, int]]
) -> dict[tuple[UUID, int], list[Colleague]]:
    """People of the organisation on actions in years: keys are (training action, year)."""
    columns = ENROLMENTS.c
    statement = (
        select(
            columns.training_action_id, columns.year, columns.account_id, columns.training_session_id, columns.status
        )
        .where(
            columns.organisation_id == organisation_id,
            columns.status.in_(TAKEN | {Status.WAITLISTED}),
            tuple_(columns.training_action_id, columns.year).in_(list(keys)),
        )
        .order_by(columns.requested_at)
    )
    found: dict[tuple[UUID, int], list[Colleague]] = {}
    for row in reader.execute(statement):
        person = Colleague(
            account_id=row.account_id, training_session_id=row.training_session_id, status=Status(row.status)
        )
        found.setdefault((row.training_action_id, row.year), []).append(person)
    return found


def elsewhere(reader: Reader, organisation_id: UUID, *, begins: datetime, ends: datetime) -> list[Elsewhere]:
    """Sessions with slots between two instants on which people of the organisation hold a seat."""
    sessions = TRAINING_SESSIONS.c
    statement = (
        select(
            sessions.training_session_id,
            sessions.slots,
            func.array_agg(ENROLMENTS.c.account_id.distinct()).label("account_ids"),
        )
        .join(ENROLMENTS, ENROLMENTS.c.training_session_id == sessions.training_session_id)
        .join(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == sessions.training_action_id)
        .where(
            ENROLMENTS.c.organisation_id == organisation_id,
            ENROLMENTS.c.status.in_(TAKEN),
            sessions.starts_at < ends,
            sessions.ends_at > begins,
            ~TRAINING_ACTIONS.c.is_self_paced,
            ~sessions.is_cancelled,
        )
        .group_by(sessions.training_session_id)
    )
    return [Elsewhere(**row._mapping) for row in reader.execute(statement)]


def past_presence(reader: Reader, organisation_id: UUID, *, account_ids: Collection[UUID]) -> dict[UUID, Mapping]:
    """How often people were there, partly there or absent, for this organisation."""
    columns = ENROLMENTS.c
    counts = (func.count().filter(columns.status == status).label(status.value) for status in sorted(PRESENCES))
    statement = (
        select(columns.account_id, *counts)
        .where(
            columns.organisation_id == organisation_id,
            columns.account_id.in_(list(account_ids)),
            columns.status.in_(PRESENCES),
        )
        .group_by(columns.account_id)
    )
    return {row.account_id: dict(row._mapping) for row in reader.execute(statement)}


def names(reader: Reader, account_ids: Collection[UUID]) -> dict[UUID, Mapping]:
    """Given and family names, where they are known."""
    columns = PROFILES.c
    statement = select(columns.account_id, columns.given_name, columns.family_name).where(
        columns.account_id.in_(list(account_ids))
    )
    return {row.account_id: dict(row._mapping) for row in reader.execute(statement)}
