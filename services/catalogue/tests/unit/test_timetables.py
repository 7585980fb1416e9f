"""What a plan of slots becomes, and what it is refused for."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from catalogue.domain.errors import DurationInconsistent, SessionPlanInvalid
from catalogue.domain.timetables import SessionPlan, check_duration, terms_of, timetable_of
from catalogue.domain.training_actions import DeliveryMode
from services.catalogue.tests.samples import NOW, slot, two_days

MONDAY = date(2026, 12, 21)


def faults_of(plan: SessionPlan, *, self_paced: bool = False, known_slots: frozenset | None = None) -> list[dict]:
    with pytest.raises(SessionPlanInvalid) as refusal:
        timetable_of(plan, self_paced=self_paced, known_slots=known_slots)
    return refusal.value.figures["faults"]


def test_a_dated_session_takes_its_range_from_its_slots() -> None:
    timetable = timetable_of(two_days(MONDAY), self_paced=False)
    assert (timetable.first_day, timetable.last_day) == (MONDAY, date(2026, 12, 22))
    assert timetable.starts_at == timetable.begins_at == datetime(2026, 12, 21, 8, 0, tzinfo=UTC)
    assert timetable.ends_at == datetime(2026, 12, 22, 16, 0, tzinfo=UTC)


def test_slots_are_put_in_order() -> None:
    plan = two_days(slots=(slot(date(2026, 12, 22)), slot(MONDAY)))
    assert [laid.day for laid in timetable_of(plan, self_paced=False).slots] == [MONDAY, date(2026, 12, 22)]


def test_a_self_paced_session_begins_for_every_rule_at_the_end_of_its_range() -> None:
    plan = SessionPlan(capacity=None, first_day=date(2026, 9, 1), last_day=date(2026, 12, 31))
    timetable = timetable_of(plan, self_paced=True)
    assert timetable.starts_at == datetime(2026, 8, 31, 22, 0, tzinfo=UTC)
    assert timetable.begins_at == timetable.ends_at == datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)


def test_the_same_hour_of_paris_is_another_instant_in_summer() -> None:
    winter = timetable_of(two_days(slots=(slot(date(2026, 3, 28)),)), self_paced=False)
    summer = timetable_of(two_days(slots=(slot(date(2026, 3, 30)),)), self_paced=False)
    assert (winter.starts_at.hour, summer.starts_at.hour) == (8, 7)


def test_a_day_on_which_the_clock_changes_is_an_hour_shorter_or_longer() -> None:
    spring = timetable_of(two_days(slots=(slot(date(2027, 3, 28), "01:00", "05:00"),)), self_paced=False)
    autumn = timetable_of(two_days(slots=(slot(date(2026, 10, 25), "01:00", "05:00"),)), self_paced=False)
    assert spring.ends_at - spring.starts_at == timedelta(hours=3)
    assert autumn.ends_at - autumn.starts_at == timedelta(hours=5)


def test_an_hour_that_the_clock_skips_is_refused() -> None:
    assert faults_of(two_days(slots=(slot(date(2027, 3, 28), "02:30", "05:00"),))) == [
        {"fault": "hour-skipped-by-the-clock", "slots": [0]}
    ]


def test_an_hour_that_comes_twice_is_the_first_one() -> None:
    timetable = timetable_of(two_days(slots=(slot(date(2026, 10, 25), "02:30", "05:00"),)), self_paced=False)
    assert timetable.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("end", ["09:00", "08:00"])
def test_a_slot_ends_after_its_start(end: str) -> None:
    assert faults_of(two_days(slots=(slot(MONDAY, "09:00", end),))) == [{"fault": "ends-before-start", "slots": [0]}]


def test_slots_do_not_overlap() -> None:
    plan = two_days(slots=(slot(MONDAY, "13:00", "17:00"), slot(date(2026, 12, 22)), slot(MONDAY, "09:00", "13:30")))
    assert faults_of(plan) == [{"fault": "overlap", "slots": [0, 2]}]


def test_slots_may_touch() -> None:
    plan = two_days(slots=(slot(MONDAY, "09:00", "13:00"), slot(MONDAY, "13:00", "17:00")))
    assert len(timetable_of(plan, self_paced=False).slots) == 2


def test_slots_stay_inside_the_announced_range() -> None:
    plan = two_days(MONDAY, first_day=MONDAY, last_day=MONDAY)
    assert faults_of(plan) == [{"fault": "outside-range", "slots": [1]}]


def test_an_announced_range_may_be_wider_than_the_slots() -> None:
    timetable = timetable_of(two_days(MONDAY, last_day=date(2027, 1, 15)), self_paced=False)
    assert (timetable.last_day, timetable.ends_at.date()) == (date(2027, 1, 15), date(2026, 12, 22))


def test_a_range_does_not_end_before_it_begins() -> None:
    plan = SessionPlan(capacity=None, first_day=MONDAY, last_day=MONDAY - timedelta(days=1))
    assert faults_of(plan, self_paced=True) == [{"fault": "range-reversed"}]


@pytest.mark.parametrize("mode", [DeliveryMode.IN_PERSON, DeliveryMode.BLENDED])
def test_people_who_come_need_a_place(mode: DeliveryMode) -> None:
    plan = two_days(slots=(slot(MONDAY, delivery_mode=mode, place=None),))
    assert faults_of(plan) == [{"fault": "place-missing", "slots": [0]}]


def test_a_remote_slot_needs_no_place() -> None:
    plan = two_days(slots=(slot(MONDAY, delivery_mode=DeliveryMode.REMOTE, place=None),))
    assert timetable_of(plan, self_paced=False).slots[0].place is None


@pytest.mark.parametrize(
    ("plan", "self_paced", "fault"),
    [
        (two_days(slots=()), False, "slots-missing"),
        (two_days(capacity=None), False, "capacity-missing"),
        (two_days(capacity=0), False, "capacity-too-small"),
        (two_days(waiting_list_capacity=-1), False, "waiting-list-negative"),
        (SessionPlan(capacity=None, first_day=MONDAY), True, "range-missing"),
        (two_days(first_day=MONDAY, last_day=MONDAY), True, "slots-unexpected"),
    ],
)
def test_a_plan_lacks_nothing(plan: SessionPlan, self_paced: bool, fault: str) -> None:
    assert fault in [found["fault"] for found in faults_of(plan, self_paced=self_paced)]


def test_every_fault_is_told_at_once() -> None:
    plan = two_days(capacity=0, slots=(slot(MONDAY, "10:00", "09:00"), slot(MONDAY, place=None)))
    assert [fault["fault"] for fault in faults_of(plan)] == ["ends-before-start", "place-missing", "capacity-too-small"]


def test_a_revised_session_names_only_its_own_slots() -> None:
    plan = two_days(slots=(slot(MONDAY, slot_id=uuid4()),))
    assert faults_of(plan, known_slots=frozenset({uuid4()})) == [{"fault": "slot-unknown", "slots": [0]}]


def test_a_slot_is_named_once() -> None:
    twice = uuid4()
    plan = two_days(slots=(slot(MONDAY, slot_id=twice), slot(date(2026, 12, 22), slot_id=twice)))
    assert {"fault": "slot-named-twice"} in faults_of(plan)


@pytest.mark.parametrize(
    ("hours", "days", "holds"),
    [
        (("09:00", "17:00"), "1.0", True),
        (("09:00", "12:00"), "0.5", True),
        (("09:00", "10:30"), "0.2", True),
        (("09:00", "17:00"), "2.0", False),
        (("09:00", "10:00"), "1.0", False),
    ],
)
def test_slots_add_up_to_the_announced_days(hours: tuple[str, str], days: str, holds: bool) -> None:
    timetable = timetable_of(two_days(slots=(slot(MONDAY, *hours),)), self_paced=False)
    if holds:
        check_duration(timetable, duration_days=Decimal(days), confirmed=False)
    else:
        with pytest.raises(DurationInconsistent) as refusal:
            check_duration(timetable, duration_days=Decimal(days), confirmed=False)
        assert refusal.value.next_step == "confirm-duration"


def test_another_duration_may_be_confirmed_as_meant() -> None:
    timetable = timetable_of(two_days(slots=(slot(MONDAY),)), self_paced=False)
    check_duration(timetable, duration_days=Decimal("5.0"), confirmed=True)


def test_registration_opens_now_and_closes_at_the_beginning_unless_said_otherwise() -> None:
    plan = two_days(MONDAY)
    timetable = timetable_of(plan, self_paced=False)
    terms = terms_of(plan, timetable, opens_at=NOW, closes_at=timetable.begins_at)
    assert (terms.registration_opens_at, terms.registration_closes_at) == (NOW, timetable.starts_at)


@pytest.mark.parametrize(
    ("opens", "closes", "fault"),
    [
        (NOW, NOW, "registration-reversed"),
        (NOW, datetime.combine(MONDAY, time(12), tzinfo=UTC), "registration-after-beginning"),
    ],
)
def test_registration_closes_after_it_opens_and_before_the_beginning(
    opens: datetime, closes: datetime, fault: str
) -> None:
    plan = two_days(MONDAY, registration_opens_at=opens, registration_closes_at=closes)
    timetable = timetable_of(plan, self_paced=False)
    with pytest.raises(SessionPlanInvalid) as refusal:
        terms_of(plan, timetable, opens_at=NOW, closes_at=timetable.begins_at)
    assert refusal.value.figures["faults"] == [{"fault": fault}]
