"""The timetable of a session of which a file tells days only."""

from datetime import date, time
from decimal import Decimal

import pytest

from catalogue.domain.offered_sessions import plan_of
from catalogue.domain.offers import ImportTerms, OfferedSession
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import DeliveryMode
from services.catalogue.tests.samples import ENCAN

TERMS = ImportTerms(type_code="formation", theme_code="financing", capacity=9)
FRIDAY, MONDAY, TUESDAY = date(2027, 3, 5), date(2027, 3, 8), date(2027, 3, 9)


def planned(
    days: str, *, first: date | None = FRIDAY, last: date | None = MONDAY, **changes: object
) -> SessionPlan | str:
    told: dict[str, object] = {"identifier": "S1", "line": 1, "first_day": first, "last_day": last, "place": ENCAN}
    mode = changes.pop("mode", DeliveryMode.IN_PERSON)
    assert isinstance(mode, DeliveryMode)
    return plan_of(
        OfferedSession(**{**told, **changes}),  # type: ignore[arg-type]  # a test's own mapping
        self_paced=days == "",
        duration_days=Decimal(days or "0.5"),
        delivery_mode=mode,
        terms=TERMS,
    )


def test_days_that_are_as_many_as_announced_get_the_usual_hours() -> None:
    plan = planned("2.0")
    assert isinstance(plan, SessionPlan)
    assert [(slot.day, slot.start_time, slot.end_time) for slot in plan.slots] == [
        (FRIDAY, time(9), time(17)),
        (MONDAY, time(9), time(17)),
    ]
    assert (plan.capacity, plan.duration_confirmed) == (9, True)


def test_half_a_day_ends_at_half_past_twelve() -> None:
    plan = planned("1.5")
    assert isinstance(plan, SessionPlan)
    assert plan.slots[-1].end_time == time(12, 30)


@pytest.mark.parametrize(
    ("days", "changes", "reason"),
    [
        ("2.0", {"last": date(2027, 3, 12)}, "session-hours-unknown"),
        ("3.0", {}, "session-hours-unknown"),
        ("2.0", {"place": None}, "session-place-unknown"),
        ("2.0", {"first": None}, "session-dates-unknown"),
        ("2.0", {"first": TUESDAY}, "session-dates-reversed"),
        ("", {"last": None}, "session-dates-unknown"),
    ],
)
def test_what_a_file_does_not_tell_is_never_guessed(days: str, changes: dict[str, object], reason: str) -> None:
    assert planned(days, **changes) == reason


def test_a_self_paced_range_may_have_no_limit_of_seats() -> None:
    plan = planned("", capacity=None)
    assert isinstance(plan, SessionPlan)
    assert (plan.capacity, plan.slots, plan.first_day, plan.last_day) == (None, (), FRIDAY, MONDAY)
