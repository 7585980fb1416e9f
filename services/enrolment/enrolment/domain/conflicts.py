"""Slots of one's own requests that overlap: said before asking, never a refusal."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from enrolment.domain.statuses import Status


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """Another live request of the person. `slots` as in the event training_session.*."""

    enrolment_id: UUID
    training_session_id: UUID
    title: str
    status: Status
    slots: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """One overlap: what is asked for lies in `starts_at`…`ends_at` while the other request is held."""

    enrolment_id: UUID
    title: str
    status: Status
    starts_at: datetime
    ends_at: datetime


def _interval(slot: Mapping[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(slot["starts_at"]), datetime.fromisoformat(slot["ends_at"])


def conflicts_of(slots: Sequence[Mapping[str, Any]], commitments: Iterable[Commitment]) -> list[Conflict]:
    """Every overlap in order of time; slots that only touch do not overlap."""
    wanted = [_interval(slot) for slot in slots]
    found = [
        Conflict(
            enrolment_id=commitment.enrolment_id,
            title=commitment.title,
            status=commitment.status,
            starts_at=max(begins, other_begins),
            ends_at=min(ends, other_ends),
        )
        for commitment in commitments
        for other_begins, other_ends in map(_interval, commitment.slots)
        for begins, ends in wanted
        if begins < other_ends and other_begins < ends
    ]
    return sorted(found, key=lambda conflict: (conflict.starts_at, conflict.enrolment_id))
