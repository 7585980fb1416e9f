"""Counts of an organisation's requests of one year."""

from typing import Any
from uuid import UUID

from sqlalchemy import Float, cast, extract, func, select

from enrolment.domain.statuses import PRESENCES, TAKEN, Status
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, MOVES, TRAINING_ACTIONS

Mapping = dict[str, Any]


def _of_year(organisation_id: UUID, year: int) -> tuple[Any, Any]:
    return ENROLMENTS.c.organisation_id == organisation_id, ENROLMENTS.c.year == year


def by_status(reader: Reader, organisation_id: UUID, *, year: int) -> list[Mapping]:
    """How many requests stand in which state."""
    statement = (
        select(ENROLMENTS.c.status, func.count().label("count"))
        .where(*_of_year(organisation_id, year))
        .group_by(ENROLMENTS.c.status)
    )
    return [dict(row._mapping) for row in reader.execute(statement)]


def by_month(reader: Reader, organisation_id: UUID, *, year: int) -> list[Mapping]:
    """Requests sent in each month (of Paris) for sessions of the year, and how many of them took a seat."""
    month = extract("month", func.timezone("Europe/Paris", ENROLMENTS.c.requested_at))
    statement = (
        select(
            month.label("month"),
            func.count().label("requested"),
            func.count().filter(ENROLMENTS.c.status.in_(TAKEN)).label("with_seat"),
        )
        .where(*_of_year(organisation_id, year))
        .group_by(month)
        .order_by(month)
    )
    return [{**row._mapping, "month": int(row.month)} for row in reader.execute(statement)]


def by_type(reader: Reader, organisation_id: UUID, *, year: int) -> list[Mapping]:
    """Requests, presences and hours of each type of action."""
    statement = (
        select(
            func.coalesce(TRAINING_ACTIONS.c.type_label, "").label("type_label"),
            func.count().label("requested"),
            func.count().filter(ENROLMENTS.c.status.in_(PRESENCES - {Status.ABSENT})).label("attended"),
            func.coalesce(func.sum(ENROLMENTS.c.net_minutes), 0).label("net_minutes"),
        )
        .outerjoin(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id)
        .where(*_of_year(organisation_id, year))
        .group_by(TRAINING_ACTIONS.c.type_label)
        .order_by(func.count().desc(), TRAINING_ACTIONS.c.type_label)
    )
    return [dict(row._mapping) for row in reader.execute(statement)]


def rights(reader: Reader, organisation_id: UUID, *, year: int) -> Mapping:
    """People with a request, and the rights their requests for this organisation use."""
    columns = ENROLMENTS.c
    statement = select(
        func.count(columns.account_id.distinct()).label("people"),
        func.count().filter(columns.uses_right).label("member_only"),
        func.count().filter(columns.uses_right & columns.counts_as_formation).label("formations"),
    ).where(*_of_year(organisation_id, year))
    return dict(reader.execute(statement).one()._mapping)


def decision_days(reader: Reader, organisation_id: UUID, *, year: int) -> Mapping:
    """Days from a request to the organisation's first decision: median and the slowest tenth; None without any."""
    waited = extract("epoch", MOVES.c.occurred_at - ENROLMENTS.c.requested_at) / 86_400
    statement = (
        select(
            func.count().label("decided"),
            cast(func.percentile_cont(0.5).within_group(waited), Float).label("median_days"),
            cast(func.percentile_cont(0.9).within_group(waited), Float).label("slowest_tenth_days"),
        )
        .select_from(MOVES)
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == MOVES.c.enrolment_id)
        .where(
            *_of_year(organisation_id, year),
            MOVES.c.previous_status == Status.REQUESTED,
            MOVES.c.role == "hr_validator",
        )
    )
    return dict(reader.execute(statement).one()._mapping)
