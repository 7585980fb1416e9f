"""Fast reads: one statement a list, as mappings ready to be dumped; a keyset cursor instead of an offset."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by

from enrolment.domain.moves import Move
from enrolment.domain.statuses import Status
from enrolment.store import runs
from enrolment.store.followup_tables import INQUIRIES, QUESTIONNAIRES
from enrolment.store.reading import Reader
from enrolment.store.tables import (
    ENROLMENTS,
    HALF_DAYS,
    MOVES,
    ORGANISATIONS,
    PROFILES,
    TRAINING_ACTIONS,
    TRAINING_SESSIONS,
)

Mapping = dict[str, Any]


class Order(StrEnum):
    """How a list of requests is sorted; a leading minus is latest first."""

    REQUESTED = "requested_at"
    REQUESTED_LATEST = "-requested_at"
    STARTS = "starts_at"
    STARTS_LATEST = "-starts_at"


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A person acting for a training provider: sees the requests of the actions they run."""

    account_id: UUID
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which requests to list. None is no restriction."""

    account_id: UUID | None = None
    organisation_id: UUID | None = None
    runner: Runner | None = None
    statuses: Collection[Status] | None = None
    training_session_id: UUID | None = None
    enrolment_ids: Collection[UUID] | None = None
    is_information_wanted: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """How many, in which order, after which row: (sort value, request)."""

    order: Order
    limit: int
    after: tuple[datetime, UUID] | None = None


_ahead = ENROLMENTS.alias("ahead")
_people_ahead = (
    select(func.count())
    .where(
        _ahead.c.training_session_id == ENROLMENTS.c.training_session_id,
        _ahead.c.status == Status.WAITLISTED,
        tuple_(_ahead.c.requested_at, _ahead.c.enrolment_id)
        < tuple_(ENROLMENTS.c.requested_at, ENROLMENTS.c.enrolment_id),
    )
    .correlate(ENROLMENTS)
    .scalar_subquery()
)
_WAITING_RANK = case((ENROLMENTS.c.status == Status.WAITLISTED, _people_ahead + 1)).label("waiting_rank")
_HALF_DAYS = (
    select(
        func.json_agg(
            aggregate_order_by(
                func.json_build_object(
                    "slot_id", HALF_DAYS.c.slot_id,
                    "half_day", HALF_DAYS.c.half_day,
                    "net_minutes", HALF_DAYS.c.net_minutes,
                ),
                HALF_DAYS.c.slot_id, HALF_DAYS.c.half_day.desc(),
            )
        )
    )
    .where(HALF_DAYS.c.enrolment_id == ENROLMENTS.c.enrolment_id)
    .correlate(ENROLMENTS)
    .scalar_subquery()
    .label("half_days")
)  # fmt: skip

_INFORMATION = (
    select(
        func.json_build_object(
            "due_on", INQUIRIES.c.due_on, "asked_at", INQUIRIES.c.asked_at, "answered_at", INQUIRIES.c.answered_at
        )
    )
    .where(INQUIRIES.c.enrolment_id == ENROLMENTS.c.enrolment_id)
    .order_by(INQUIRIES.c.asked_at.desc())
    .limit(1)
    .correlate(ENROLMENTS)
    .scalar_subquery()
    .label("information")
)
_QUESTIONNAIRE = (
    select(case((QUESTIONNAIRES.c.answered_at.is_(None), "open"), else_="answered"))
    .where(QUESTIONNAIRES.c.enrolment_id == ENROLMENTS.c.enrolment_id)
    .correlate(ENROLMENTS)
    .scalar_subquery()
    .label("questionnaire")
)

_FROM = (
    ENROLMENTS.join(
        TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == ENROLMENTS.c.training_session_id, isouter=True
    )
    .join(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id, isouter=True)
    .join(ORGANISATIONS, ORGANISATIONS.c.organisation_id == ENROLMENTS.c.organisation_id, isouter=True)
    .join(PROFILES, PROFILES.c.account_id == ENROLMENTS.c.account_id, isouter=True)
)
_COLUMNS: Sequence[ColumnElement[Any]] = (
    *(column for column in ENROLMENTS.c),
    TRAINING_ACTIONS.c.title.label("action_title"),
    TRAINING_ACTIONS.c.type_label,
    TRAINING_ACTIONS.c.delivery_mode,
    TRAINING_ACTIONS.c.duration_days,
    TRAINING_ACTIONS.c.is_self_paced,
    runs.PROVIDER,
    runs.TRAINERS,
    TRAINING_SESSIONS.c.first_day,
    TRAINING_SESSIONS.c.last_day,
    TRAINING_SESSIONS.c.starts_at,
    TRAINING_SESSIONS.c.ends_at,
    TRAINING_SESSIONS.c.slots,
    TRAINING_SESSIONS.c.is_cancelled,
    ORGANISATIONS.c.name.label("organisation_name"),
    PROFILES.c.civility,
    PROFILES.c.given_name,
    PROFILES.c.family_name,
    PROFILES.c.email,
    _WAITING_RANK,
    _HALF_DAYS,
    _INFORMATION,
    _QUESTIONNAIRE,
)


_ONE = select(*_COLUMNS).select_from(_FROM).where(ENROLMENTS.c.enrolment_id == bindparam("enrolment_id"))


def is_run_by(runner: Runner) -> ColumnElement[bool]:
    """The sessions that a person runs for a provider."""
    return runs.is_run_by(runner.account_id, organisation_id=runner.organisation_id)


def _restrictions(selection: Selection) -> list[ColumnElement[bool]]:
    equal = {
        ENROLMENTS.c.account_id: selection.account_id,
        ENROLMENTS.c.organisation_id: selection.organisation_id,
        ENROLMENTS.c.training_session_id: selection.training_session_id,
    }
    found = [column == value for column, value in equal.items() if value is not None]
    if selection.enrolment_ids is not None:
        found.append(ENROLMENTS.c.enrolment_id.in_(selection.enrolment_ids))
    if selection.is_information_wanted is not None:
        pending = exists().where(
            INQUIRIES.c.enrolment_id == ENROLMENTS.c.enrolment_id, INQUIRIES.c.answered_at.is_(None)
        )
        found.append(pending if selection.is_information_wanted else ~pending)
    if selection.runner is not None:
        found.append(is_run_by(selection.runner))
    if selection.statuses is not None:
        found.append(ENROLMENTS.c.status.in_(selection.statuses))
    return found


def _paged(statement: Select[Any], page: Page) -> Select[Any]:
    is_by_start = page.order in (Order.STARTS, Order.STARTS_LATEST)
    column = TRAINING_SESSIONS.c.starts_at if is_by_start else ENROLMENTS.c.requested_at
    key = tuple_(column, ENROLMENTS.c.enrolment_id)
    is_latest_first = page.order.value.startswith("-")
    if page.after is not None:
        statement = statement.where(key < page.after if is_latest_first else key > page.after)
    if is_latest_first:
        return statement.order_by(column.desc(), ENROLMENTS.c.enrolment_id.desc()).limit(page.limit)
    return statement.order_by(column, ENROLMENTS.c.enrolment_id).limit(page.limit)


def enrolments(connection: Reader, selection: Selection, *, page: Page) -> list[Mapping]:
    """Requests with all that a screen shows of them."""
    statement = select(*_COLUMNS).select_from(_FROM).where(*_restrictions(selection))
    return [dict(row._mapping) for row in connection.execute(_paged(statement, page))]


def enrolment(connection: Reader, enrolment_id: UUID) -> Mapping | None:
    """One request, None where there is none."""
    row = connection.execute(_ONE, {"enrolment_id": enrolment_id}).one_or_none()
    return dict(row._mapping) if row else None


def moves(connection: Reader, enrolment_id: UUID) -> list[Move]:
    """The moves of a request, first one first."""
    statement = select(*MOVES.c).where(MOVES.c.enrolment_id == enrolment_id).order_by(MOVES.c.number)
    return [Move(**row._mapping) for row in connection.execute(statement)]


def history(connection: Reader, enrolment_id: UUID) -> list[Mapping]:
    """The moves of a request, first one first, with the names of who moved it where they are known."""
    statement = (
        select(*MOVES.c, PROFILES.c.given_name, PROFILES.c.family_name)
        .outerjoin(PROFILES, PROFILES.c.account_id == MOVES.c.account_id)
        .where(MOVES.c.enrolment_id == enrolment_id)
        .order_by(MOVES.c.number)
    )
    return [dict(row._mapping) for row in connection.execute(statement)]
