"""The plan of a session of which a file tells the days, and perhaps the hours."""

import math
from datetime import date, time, timedelta
from decimal import Decimal

from catalogue.domain.offers import ImportTerms, OfferedSession
from catalogue.domain.slots import Place, SlotPlan
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import DeliveryMode

MORNING, EVENING = time(9), time(17)
HOURS_A_DAY = 7
SATURDAY = 5
SHORTEST_MIN, STEP_MIN = 30, 5


def _working_days(first: date, last: date, *, most: int) -> list[date]:
    """Monday to Friday, at most one more than `most`."""
    found: list[date] = []
    day = first
    while day <= last and len(found) <= most:
        if day.weekday() < SATURDAY:
            found.append(day)
        day += timedelta(days=1)
    return found


def _end_of_part(part: Decimal) -> time:
    """Of a part of a day that begins in the morning: 0.5 ends at half past twelve."""
    minutes = max(SHORTEST_MIN, int(part * HOURS_A_DAY * 60) // STEP_MIN * STEP_MIN)
    return time(MORNING.hour + minutes // 60, minutes % 60)


def _usual_slots(
    days: list[date], *, duration_days: Decimal, delivery_mode: DeliveryMode, place: Place | None
) -> tuple[SlotPlan, ...]:
    part = duration_days % 1
    ends = [EVENING] * len(days)
    if part:
        ends[-1] = _end_of_part(part)
    return tuple(
        SlotPlan(day=day, start_time=MORNING, end_time=end, delivery_mode=delivery_mode, place=place)
        for day, end in zip(days, ends, strict=True)
    )


def plan_of(
    offered: OfferedSession,
    *,
    self_paced: bool,
    duration_days: Decimal,
    delivery_mode: DeliveryMode,
    terms: ImportTerms,
) -> SessionPlan | str:
    """The plan, or the reason why there is none: a file that tells only two days a month apart tells no timetable."""
    waiting = offered.waiting_list_capacity or 0
    if offered.first_day is None or offered.last_day is None:
        return "session-dates-unknown"
    if offered.last_day < offered.first_day:
        return "session-dates-reversed"
    if self_paced:
        capacity = None if offered.is_unlimited or offered.capacity is None else offered.capacity
        return SessionPlan(
            capacity=capacity,
            waiting_list_capacity=waiting,
            first_day=offered.first_day,
            last_day=offered.last_day,
        )
    slots = offered.slots
    if not slots:
        if delivery_mode is not DeliveryMode.REMOTE and offered.place is None:
            return "session-place-unknown"
        wanted = math.ceil(duration_days)
        days = _working_days(offered.first_day, offered.last_day, most=wanted)
        if len(days) != wanted:
            return "session-hours-unknown"
        slots = _usual_slots(days, duration_days=duration_days, delivery_mode=delivery_mode, place=offered.place)
    return SessionPlan(
        capacity=offered.capacity or terms.capacity,
        waiting_list_capacity=waiting,
        slots=slots,
        duration_confirmed=True,
    )
