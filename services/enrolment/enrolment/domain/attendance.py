"""Presence: net minutes per slot and half-day, and what they make of the request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.clock import PARIS
from enrolment.domain.deadlines import as_text
from enrolment.domain.errors import PresenceTooEarly, PresenceUnknown
from enrolment.domain.statuses import PRESENCES, Status
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision

# A slot longer than a half-day has its break here; a shorter one has none.
_BREAK_BEGINS = time(12, 30)
_BREAK_ENDS = time(13, 30)
_LONGEST_HALF_DAY_MIN = 270
# A self-paced action is counted in days of seven hours.
_DAY_MIN = 420


class HalfDay(StrEnum):
    """The part of a day in which presence is signed."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, kw_only=True)
class PlannedHalfDay:
    """A half-day of a slot, in UTC; `planned_minutes` are net of the break."""

    slot_id: UUID
    half_day: HalfDay
    starts_at: datetime
    ends_at: datetime
    planned_minutes: int

    @property
    def key(self) -> tuple[UUID, HalfDay]:
        """What presence is recorded under."""
        return (self.slot_id, self.half_day)


@dataclass(frozen=True, kw_only=True)
class RecordedHalfDay:
    """What a person really attended of a half-day, in minutes without breaks."""

    slot_id: UUID
    half_day: HalfDay
    net_minutes: int

    @property
    def key(self) -> tuple[UUID, HalfDay]:
        """The half-day it is about."""
        return (self.slot_id, self.half_day)


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """The whole presence of one person."""

    planned_minutes: int
    net_minutes: int
    half_days: tuple[RecordedHalfDay, ...]
    recorded_at: datetime

    def as_data(self) -> dict[str, Any]:
        """As events and the record of moves carry it."""
        return {
            "net_minutes": self.net_minutes,
            "planned_minutes": self.planned_minutes,
            "half_days": [
                {"slot_id": str(entry.slot_id), "half_day": entry.half_day.value, "net_minutes": entry.net_minutes}
                for entry in self.half_days
            ],
            "recorded_at": as_text(self.recorded_at),
        }


def _minutes(begins: datetime, ends: datetime) -> int:
    return int((ends - begins).total_seconds()) // 60


def _half_days_of(slot: Mapping[str, Any]) -> list[PlannedHalfDay]:
    slot_id = UUID(slot["slot_id"])
    begins, ends = datetime.fromisoformat(slot["starts_at"]), datetime.fromisoformat(slot["ends_at"])
    day = begins.astimezone(PARIS).date()
    pause = datetime.combine(day, _BREAK_BEGINS, tzinfo=PARIS).astimezone(begins.tzinfo)
    resume = datetime.combine(day, _BREAK_ENDS, tzinfo=PARIS).astimezone(begins.tzinfo)
    if _minutes(begins, ends) > _LONGEST_HALF_DAY_MIN and begins < pause and resume < ends:
        parts = [(HalfDay.MORNING, begins, pause), (HalfDay.AFTERNOON, resume, ends)]
    else:
        parts = [(HalfDay.MORNING if begins < pause else HalfDay.AFTERNOON, begins, ends)]
    return [
        PlannedHalfDay(
            slot_id=slot_id, half_day=half_day, starts_at=start, ends_at=end, planned_minutes=_minutes(start, end)
        )
        for half_day, start, end in parts
    ]


def half_days_of_slots(slots: Sequence[Mapping[str, Any]]) -> list[PlannedHalfDay]:
    """The half-days of slots in their order."""
    ordered = sorted(slots, key=lambda slot: str(slot["starts_at"]))
    return [half_day for slot in ordered for half_day in _half_days_of(slot)]


def planned_half_days(target: Target) -> list[PlannedHalfDay]:
    """The half-days of a session in their order; none for a self-paced one."""
    return half_days_of_slots(target.slots)


def planned_minutes(target: Target) -> int:
    """The whole duration, net of breaks."""
    if target.is_self_paced:
        return max(1, int(target.duration_days * Decimal(_DAY_MIN)))
    return sum(half_day.planned_minutes for half_day in planned_half_days(target))


def check_half_days(target: Target, recorded: Sequence[RecordedHalfDay], *, now: datetime) -> None:
    """Refuse what the session does not have, and what has not begun.

    Raises:
        PresenceUnknown: no such half-day, a half-day twice, or more minutes than planned.
        PresenceTooEarly: the half-day has not begun.
    """
    planned = {half_day.key: half_day for half_day in planned_half_days(target)}
    if len({entry.key for entry in recorded}) < len(recorded):
        raise PresenceUnknown(figures={"fault": "half-day-twice"}, next_step="correct-the-sheet")
    for entry in recorded:
        figures = {"slot_id": str(entry.slot_id), "half_day": entry.half_day.value}
        half_day = planned.get(entry.key)
        if half_day is None:
            raise PresenceUnknown(figures={**figures, "fault": "no-such-half-day"}, next_step="correct-the-sheet")
        if not 0 <= entry.net_minutes <= half_day.planned_minutes:
            raise PresenceUnknown(
                figures={**figures, "fault": "minutes", "planned_minutes": half_day.planned_minutes},
                next_step="correct-the-sheet",
            )
        if now < half_day.starts_at:
            raise PresenceTooEarly(figures={**figures, "starts_at": as_text(half_day.starts_at)}, next_step="come-back")


def presence_of(target: Target, recorded: Sequence[RecordedHalfDay], *, now: datetime) -> Attendance | None:
    """The whole presence, None while a half-day is missing; for a session with slots."""
    by_key = {entry.key: entry for entry in recorded}
    planned = planned_half_days(target)
    if not planned or any(half_day.key not in by_key for half_day in planned):
        return None
    kept = tuple(by_key[half_day.key] for half_day in planned)
    return Attendance(
        planned_minutes=planned_minutes(target),
        net_minutes=sum(entry.net_minutes for entry in kept),
        half_days=kept,
        recorded_at=now,
    )


def completion_of(target: Target, *, is_completed: bool, now: datetime) -> Attendance:
    """The presence at a self-paced session: all of it or nothing."""
    minutes = planned_minutes(target)
    return Attendance(
        planned_minutes=minutes, net_minutes=minutes if is_completed else 0, half_days=(), recorded_at=now
    )


def presence_decision(status: Status | None, attendance: Attendance) -> Decision:
    """What the minutes decide: attended is all of them, absent none; a correction where presence was recorded."""
    is_correction = status in PRESENCES
    if attendance.net_minutes >= attendance.planned_minutes:
        return Decision.CORRECT_TO_ATTENDED if is_correction else Decision.RECORD_ATTENDED
    if attendance.net_minutes == 0:
        return Decision.CORRECT_TO_ABSENT if is_correction else Decision.RECORD_ABSENT
    return Decision.CORRECT_TO_PARTIALLY_ATTENDED if is_correction else Decision.RECORD_PARTIALLY_ATTENDED
