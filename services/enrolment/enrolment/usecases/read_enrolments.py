"""Requests as their viewers may see them: one, a page of many, the moves of one, the rights of a person."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.errors import Forbidden, NotFound
from chassis.principal import Principal
from enrolment.domain.attendance import HalfDay
from enrolment.domain.permissions import BEFORE_PROVIDER, Standing, Viewer, allowed_moves
from enrolment.domain.rebuilding import Rebuilt, rebuild
from enrolment.domain.statuses import LIVE, UNDECIDED, Status
from enrolment.domain.targets import Run
from enrolment.store import listings
from enrolment.store.listings import Order, Page, Runner, Selection
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import hr_viewer_of

Mapping = dict[str, Any]


class Scope(StrEnum):
    """Whose requests are listed."""

    MINE = "mine"
    ORGANISATION = "organisation"
    PROVIDER = "provider"
    ALL = "all"


class Period(StrEnum):
    """Live states, or those at an end (with presences)."""

    CURRENT = "current"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class Query:
    """What to list. None is no restriction; no order: soonest or latest start by period, else by date of request."""

    scope: Scope
    limit: int
    period: Period | None = None
    statuses: frozenset[Status] | None = None
    training_session_id: UUID | None = None
    order: Order | None = None
    after: tuple[datetime, UUID] | None = None
    is_information_wanted: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A page; `next_after` is the key of its last row where there are more."""

    items: list[Mapping]
    next_after: tuple[datetime, UUID] | None


def runner_of(viewer: Viewer) -> Runner:
    """Who acts as training provider.

    Raises:
        Forbidden: the role is not active, or no longer held.
    """
    principal = viewer.principal
    organisation_id = principal.active_organisation
    everything = Run(provider_organisation_id=organisation_id, trainer_account_ids=())
    if organisation_id is None or not viewer.runs(everything):
        raise Forbidden(figures={"active_role": principal.active_role}, next_step="switch-role")
    return Runner(account_id=principal.account_id, organisation_id=organisation_id)


def list_enrolments(reader: Reader, query: Query, *, by: Principal, now: datetime) -> Listed:
    """One page, in one statement besides the rights of who looks.

    Raises:
        Forbidden: the scope is not one of the active role.
    """
    viewer = hr_viewer_of(reader, by, now=now)
    order = query.order or _order(query)
    page = Page(order=order, limit=query.limit + 1, after=query.after)
    rows = listings.enrolments(reader, _selection(viewer, query), page=page)
    kept = rows[: query.limit]
    return Listed(
        items=[shown(row, standing_of(viewer, row, now=now)) for row in kept],
        next_after=key_of(kept[-1], order) if len(rows) > query.limit else None,
    )


def read_enrolment(reader: Reader, enrolment_id: UUID, *, by: Principal, now: datetime) -> Mapping:
    """One request with all that this viewer may see of it.

    Raises:
        NotFound: there is none, or none for this viewer.
    """
    row, standing = _readable(reader, enrolment_id, by=by, now=now)
    return shown(row, standing)


def read_past_state(
    reader: Reader, enrolment_id: UUID, *, at: datetime, by: Principal, now: datetime
) -> Rebuilt | None:
    """A request as it stood at a past moment, rebuilt from its moves; None before it was made.

    Raises:
        NotFound: there is no such request, or none for this viewer.
    """
    _readable(reader, enrolment_id, by=by, now=now)
    return rebuild(listings.moves(reader, enrolment_id), at=at)


def read_history(reader: Reader, enrolment_id: UUID, *, by: Principal, now: datetime) -> list[Mapping]:
    """The moves of a request: who, in which role, when, why, under which policy.

    Raises:
        NotFound: there is no such request, or none for this viewer.
    """
    _readable(reader, enrolment_id, by=by, now=now)
    return [
        {
            **row,
            "at": row["occurred_at"],
            "actor": {
                "account_id": row["account_id"],
                "role": row["role"],
                "name": f"{row['given_name']} {row['family_name']}" if row["family_name"] else None,
            },
        }
        for row in listings.history(reader, enrolment_id)
    ]


def _readable(reader: Reader, enrolment_id: UUID, *, by: Principal, now: datetime) -> tuple[Mapping, Standing]:
    row = listings.enrolment(reader, enrolment_id)
    if row is None:
        raise NotFound
    standing = standing_of(hr_viewer_of(reader, by, now=now), row, now=now)
    if not standing.may_read(row["status"]):
        raise NotFound
    return row, standing


def _order(query: Query) -> Order:
    if query.period is Period.CURRENT:
        return Order.STARTS
    if query.period is Period.PAST:
        return Order.STARTS_LATEST
    waits = query.statuses is not None and query.statuses <= UNDECIDED
    return Order.REQUESTED if waits else Order.REQUESTED_LATEST


def _statuses(query: Query) -> Collection[Status] | None:
    wanted = set(Status) if query.statuses is None else set(query.statuses)
    if query.period is not None:
        wanted &= set(LIVE) if query.period is Period.CURRENT else set(Status) - LIVE
    if query.scope is Scope.PROVIDER:
        wanted -= BEFORE_PROVIDER
    return None if wanted == set(Status) else wanted


def _selection(viewer: Viewer, query: Query) -> Selection:
    principal = viewer.principal
    restricted = Selection(
        statuses=_statuses(query),
        training_session_id=query.training_session_id,
        is_information_wanted=query.is_information_wanted,
    )
    if query.scope is Scope.MINE:
        return replace(restricted, account_id=principal.account_id)
    if query.scope is Scope.PROVIDER:
        return replace(restricted, runner=runner_of(viewer))
    organisation_id = principal.active_organisation
    if query.scope is Scope.ORGANISATION and organisation_id and viewer.is_hr_validator_of(organisation_id):
        return replace(restricted, organisation_id=organisation_id)
    if query.scope is Scope.ALL and viewer.is_staff:
        return restricted
    raise Forbidden(figures={"active_role": principal.active_role}, next_step="switch-role")


def standing_of(viewer: Viewer, row: Mapping, *, now: datetime) -> Standing:
    """How the viewer stands to one row of a list."""
    begins_at = row["ends_at"] if row["is_self_paced"] else row["starts_at"]
    trainers = tuple(row["trainer_account_ids"] or ())
    run = Run(provider_organisation_id=row["provider_organisation_id"], trainer_account_ids=trainers)
    return Standing(
        is_own=row["account_id"] == viewer.principal.account_id,
        is_hr_validator=viewer.is_hr_validator_of(row["organisation_id"]),
        runs=viewer.runs(run),
        is_staff=viewer.is_staff,
        has_begun=begins_at is None or now >= begins_at or bool(row["is_cancelled"]),
    )


def person_of(row: Mapping) -> Mapping | None:
    """The name and address of a row's person, None where they are not known (any more)."""
    if row["family_name"] is None:
        return None
    return {name: row[name] for name in ("civility", "given_name", "family_name", "email")}


def half_days_of(row: Mapping) -> list[Mapping]:
    """The half-days of a row whose presence is recorded; the database hands them over as JSON."""
    return [{**entry, "half_day": HalfDay(entry["half_day"])} for entry in row["half_days"] or []]


def attendance_of(row: Mapping) -> Mapping | None:
    """The presence of a row, None until it is whole."""
    if row["presence_recorded_at"] is None:
        return None
    return {
        "net_minutes": row["net_minutes"],
        "planned_minutes": row["planned_minutes"],
        "half_days": half_days_of(row),
        "recorded_at": row["presence_recorded_at"],
    }


def _information(row: Mapping) -> Mapping | None:
    """The provider's latest question; the database hands it over as JSON."""
    told = row["information"]
    if told is None:
        return None
    answered_at = told["answered_at"]
    return {
        "due_on": date.fromisoformat(told["due_on"]),
        "asked_at": datetime.fromisoformat(told["asked_at"]),
        "answered_at": datetime.fromisoformat(answered_at) if answered_at else None,
        "is_wanted": answered_at is None,
    }


def shown(row: Mapping, standing: Standing) -> Mapping:
    """A row as the API answers it."""
    return {
        **row,
        "person": person_of(row),
        "attendance": attendance_of(row),
        "information": _information(row),
        "allowed_moves": allowed_moves(row["status"], standing),
    }


def key_of(row: Mapping, order: Order) -> tuple[datetime, UUID]:
    """Where the next page begins after this row."""
    column = "starts_at" if order in (Order.STARTS, Order.STARTS_LATEST) else "requested_at"
    return (row[column], row["enrolment_id"])
