"""Demand of one year for staff: served and unserved, decision times, no-shows, by organisation, territory or type."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Subquery, cast, extract, func, literal, select

from enrolment.domain.statuses import HELD, PRESENCES, Status
from enrolment.domain.transitions import Decision
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, MOVES, ORGANISATIONS, TRAINING_ACTIONS

Mapping = dict[str, Any]
_HR_DECISIONS = (
    Decision.APPROVE,
    Decision.APPROVE_AND_ENROL,
    Decision.APPROVE_FOR_WAITING_LIST,
    Decision.REFUSE,
)
_PROVIDER_DECISIONS = (Decision.ACCEPT, Decision.DECLINE)
_SECONDS_A_DAY = 86_400


class GroupedBy(StrEnum):
    """What the demand is grouped by; territory is the first digits of the organisation's postcode."""

    ORGANISATION = "organisation"
    TERRITORY = "territory"
    TYPE = "type"


def _territory() -> ColumnElement[Any]:
    """« 17 » of 17000; overseas the first three digits."""
    postcode = ORGANISATIONS.c.postcode
    overseas = func.left(postcode, 2).in_(("97", "98"))
    return func.coalesce(func.left(postcode, 2 + cast(overseas, Integer)), literal(""))


_KEYS: Mapping = {
    GroupedBy.ORGANISATION: func.coalesce(ORGANISATIONS.c.name, literal("")),
    GroupedBy.TERRITORY: _territory(),
    GroupedBy.TYPE: func.coalesce(TRAINING_ACTIONS.c.type_label, literal("")),
}


def _times(year: int) -> Subquery:
    """When each request was first decided by the employer, given a seat, and decided by the provider."""
    return (
        select(
            MOVES.c.enrolment_id,
            func.min(MOVES.c.occurred_at).filter(MOVES.c.decision.in_(_HR_DECISIONS)).label("hr_at"),
            func.min(MOVES.c.occurred_at).filter(MOVES.c.status == Status.PRE_ENROLLED).label("held_at"),
            func.min(MOVES.c.occurred_at).filter(MOVES.c.decision.in_(_PROVIDER_DECISIONS)).label("provider_at"),
        )
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == MOVES.c.enrolment_id)
        .where(ENROLMENTS.c.year == year)
        .group_by(MOVES.c.enrolment_id)
        .subquery()
    )


def demand(reader: Reader, *, year: int, by: GroupedBy | None) -> list[Mapping]:
    """One row a group, the greatest demand first; one row altogether without a group."""
    times = _times(year)
    status, key = ENROLMENTS.c.status, _KEYS[by] if by else literal("")

    def count(*statuses: Status) -> ColumnElement[int]:
        return func.count().filter(status.in_(statuses))

    def median_days(until: ColumnElement[Any], since: ColumnElement[Any]) -> ColumnElement[Any]:
        waited = extract("epoch", until - since) / _SECONDS_A_DAY
        return cast(func.percentile_cont(0.5).within_group(waited), Float)

    statement = (
        select(
            key.label("label"),
            func.count().label("requested"),
            count(*HELD, *PRESENCES).label("served"),
            count(Status.REQUESTED).label("undecided"),
            count(Status.WAITLISTED).label("waiting"),
            count(Status.REFUSED_BY_HR).label("refused_by_hr"),
            count(Status.DECLINED).label("declined"),
            count(Status.CANCELLED).label("cancelled"),
            count(Status.EXPIRED).label("expired"),
            count(*(PRESENCES - {Status.ABSENT})).label("attended"),
            count(Status.ABSENT).label("absent"),
            median_days(times.c.hr_at, ENROLMENTS.c.requested_at).label("hr_median_days"),
            median_days(times.c.provider_at, times.c.held_at).label("provider_median_days"),
        )
        .select_from(ENROLMENTS)
        .join(times, times.c.enrolment_id == ENROLMENTS.c.enrolment_id)
        .outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == ENROLMENTS.c.organisation_id)
        .outerjoin(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id)
        .where(ENROLMENTS.c.year == year)
        .group_by(key)
        .order_by(func.count().desc(), key)
    )
    return [dict(row._mapping) for row in reader.execute(statement)]
