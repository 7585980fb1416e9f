"""Half-days, net minutes, and what they make of a request."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.ids import new_id
from enrolment.domain.attendance import (
    HalfDay,
    RecordedHalfDay,
    check_half_days,
    completion_of,
    planned_half_days,
    planned_minutes,
    presence_decision,
    presence_of,
)
from enrolment.domain.errors import PresenceTooEarly, PresenceUnknown
from enrolment.domain.statuses import Status
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision
from services.enrolment.tests.samples import FIRST_DAY, NOW, paris
from services.enrolment.tests.unit.making import a_target, slot

AFTER = paris(FIRST_DAY + timedelta(days=2), 9)


def minutes(begins: tuple[int, int], ends: tuple[int, int]) -> list[tuple[str, int]]:
    target = a_target(slots=[slot(FIRST_DAY, begins, ends)])
    return [(half_day.half_day.value, half_day.planned_minutes) for half_day in planned_half_days(target)]


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ((9, 0), (17, 0), [("morning", 210), ("afternoon", 210)]),
        ((9, 30), (16, 30), [("morning", 180), ("afternoon", 180)]),
        ((9, 0), (12, 30), [("morning", 210)]),
        ((13, 30), (17, 0), [("afternoon", 210)]),
        ((9, 0), (13, 0), [("morning", 240)]),
        ((12, 0), (14, 0), [("morning", 120)]),  # a webinar at noon has no break
        ((12, 30), (14, 0), [("afternoon", 90)]),
        ((14, 0), (20, 0), [("afternoon", 360)]),
    ],
)
def test_a_slot_makes_half_days_without_the_break(
    begins: tuple[int, int], ends: tuple[int, int], expected: list[tuple[str, int]]
) -> None:
    assert minutes(begins, ends) == expected


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 7, 14)])
def test_half_days_keep_their_minutes_when_the_clock_changes(day: date) -> None:
    target = a_target(slots=[slot(day)])
    assert planned_minutes(target) == 420


def recorded(target: Target, *shares: float) -> list[RecordedHalfDay]:
    return [
        RecordedHalfDay(
            slot_id=planned.slot_id, half_day=planned.half_day, net_minutes=int(planned.planned_minutes * share)
        )
        for planned, share in zip(planned_half_days(target), shares, strict=False)
    ]


@pytest.mark.parametrize(
    ("shares", "decision"),
    [
        ((1, 1, 1, 1), Decision.RECORD_ATTENDED),
        ((1, 1, 1, 0.5), Decision.RECORD_PARTIALLY_ATTENDED),
        ((0, 0, 0, 0.1), Decision.RECORD_PARTIALLY_ATTENDED),
        ((0, 0, 0, 0), Decision.RECORD_ABSENT),
    ],
)
def test_all_minutes_make_attended_none_absent_and_the_rest_partial(
    shares: tuple[float, ...], decision: Decision
) -> None:
    target = a_target()
    attendance = presence_of(target, recorded(target, *shares), now=AFTER)
    assert attendance is not None
    assert presence_decision(Status.ENROLLED, attendance) is decision
    assert attendance.planned_minutes == 840


def test_what_was_recorded_before_is_corrected() -> None:
    target = a_target()
    attendance = presence_of(target, recorded(target, 1, 1, 1, 0), now=AFTER)
    assert attendance is not None
    assert presence_decision(Status.ATTENDED, attendance) is Decision.CORRECT_TO_PARTIALLY_ATTENDED


def test_a_presence_is_not_whole_while_a_half_day_is_missing() -> None:
    target = a_target()
    assert presence_of(target, recorded(target, 1, 1, 1), now=AFTER) is None


@given(shares=st.lists(st.floats(min_value=0, max_value=1), min_size=4, max_size=4))
def test_a_whole_presence_adds_up_its_half_days(shares: list[float]) -> None:
    target = a_target()
    found = recorded(target, *shares)
    attendance = presence_of(target, found[::-1], now=AFTER)
    assert attendance is not None
    assert attendance.net_minutes == sum(entry.net_minutes for entry in found) <= attendance.planned_minutes


def test_a_self_paced_session_is_completed_or_not() -> None:
    target = a_target(is_self_paced=True, slots=[], duration_days=Decimal("0.2"))
    done = completion_of(target, is_completed=True, now=AFTER)
    assert (done.planned_minutes, presence_decision(Status.ENROLLED, done)) == (84, Decision.RECORD_ATTENDED)
    missed = completion_of(target, is_completed=False, now=AFTER)
    assert presence_decision(Status.ENROLLED, missed) is Decision.RECORD_ABSENT


def test_half_days_of_another_session_and_too_many_minutes_are_refused() -> None:
    target = a_target()
    known = planned_half_days(target)[0]
    strange = RecordedHalfDay(slot_id=new_id(), half_day=HalfDay.MORNING, net_minutes=10)
    long = RecordedHalfDay(slot_id=known.slot_id, half_day=known.half_day, net_minutes=211)
    whole = RecordedHalfDay(slot_id=known.slot_id, half_day=known.half_day, net_minutes=210)
    for sheet in ([strange], [long], [whole, whole]):
        with pytest.raises(PresenceUnknown):
            check_half_days(target, sheet, now=AFTER)
    check_half_days(target, [whole], now=AFTER)


def test_a_half_day_is_recorded_once_it_has_begun() -> None:
    target = a_target()
    morning, afternoon, *_ = recorded(target, 1, 1, 1, 1)
    check_half_days(target, [morning], now=paris(FIRST_DAY, 9))
    for moment in (NOW, paris(FIRST_DAY, 13, 29)):
        with pytest.raises(PresenceTooEarly):
            check_half_days(target, [afternoon], now=moment)
