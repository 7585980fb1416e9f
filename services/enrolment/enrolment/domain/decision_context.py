"""What helps an employer to decide about a request: rights left, colleagues on it, colleagues away, past presence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from enrolment.domain.attendance import HalfDay, half_days_of_slots
from enrolment.domain.deadlines import day_of
from enrolment.domain.statuses import Status

DayPart = tuple[date, HalfDay]


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody of the organisation who holds a seat, or waits for one, on the same action this year."""

    account_id: UUID
    training_session_id: UUID
    status: Status


@dataclass(frozen=True, kw_only=True)
class Absence:
    """Somebody of the organisation who is away for another session on some of the same half-days."""

    account_id: UUID
    half_days: tuple[DayPart, ...]


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Another session with the people of the organisation who hold a seat on it."""

    training_session_id: UUID
    slots: Sequence[Mapping[str, Any]]
    account_ids: Sequence[UUID]

    @cached_property
    def parts(self) -> frozenset[DayPart]:
        """Its half-days, worked out once for all requests of a page."""
        return day_parts(self.slots)


def day_parts(slots: Sequence[Mapping[str, Any]]) -> frozenset[DayPart]:
    """The half-days of Paris that slots take."""
    return frozenset((day_of(entry.starts_at), entry.half_day) for entry in half_days_of_slots(slots))


def absences(
    own: Sequence[Mapping[str, Any]], elsewhere: Sequence[Elsewhere], *, but: UUID, training_session_id: UUID
) -> list[Absence]:
    """Who is away on half-days of `own`, besides the person of the request; people of the same session are not away."""
    wanted = day_parts(own)
    found: dict[UUID, set[DayPart]] = {}
    for other in elsewhere:
        shared = wanted & other.parts
        if not shared or other.training_session_id == training_session_id:
            continue
        for account_id in other.account_ids:
            if account_id != but:
                found.setdefault(account_id, set()).update(shared)
    return [
        Absence(account_id=account_id, half_days=tuple(sorted(parts, key=_in_order)))
        for account_id, parts in sorted(found.items())
    ]


def _in_order(part: DayPart) -> tuple[date, bool]:
    return part[0], part[1] is HalfDay.AFTERNOON
