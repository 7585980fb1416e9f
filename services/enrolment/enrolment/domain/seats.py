"""The count of seats of one training session: enrolment owns it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Place(StrEnum):
    """What a request that nothing bars would get."""

    SEAT = "seat"
    WAITING_LIST = "waiting_list"


@dataclass(frozen=True, kw_only=True)
class Seats:
    """The seat row of a session.

    `wanted_capacity` is the catalogue's, `capacity` the one in force: never below the seats taken; None is no limit.
    `moved_at` and `free_cancellation_until` tell the last move of the session, None where it never moved.
    `version` and `told_at` are those of the last event that told the count; 0 and None before the first.
    """

    training_session_id: UUID
    wanted_capacity: int | None
    capacity: int | None
    taken: int
    waiting: int
    waiting_list_capacity: int
    moved_at: datetime | None
    free_cancellation_until: datetime | None
    version: int
    told_at: datetime | None

    @property
    def remaining(self) -> int | None:
        """Seats left, None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        """Whether no seat is left."""
        return self.remaining is not None and self.remaining <= 0

    @property
    def is_waiting_list_full(self) -> bool:
        """Whether the waiting list takes nobody more."""
        return self.waiting >= self.waiting_list_capacity
