"""« N days before » ends at 23:59:59 in Paris, through both changes of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.clock import PARIS
from enrolment.domain.deadlines import as_text, day_of, days_before, end_of_day, has_passed, start_of_day
from enrolment.domain.policy import in_force
from services.enrolment.tests.unit.making import a_policy

ANY_DAY = st.dates(min_value=date(2020, 1, 1), max_value=date(2037, 12, 31))


@pytest.mark.parametrize(
    ("first_day", "deadline"),
    [
        (date(2026, 12, 21), "2026-12-14T22:59:59Z"),
        (date(2026, 7, 8), "2026-07-01T21:59:59Z"),
        (date(2026, 4, 2), "2026-03-26T22:59:59Z"),  # the clock springs forward on 29 March, after the deadline
        (date(2026, 4, 5), "2026-03-29T21:59:59Z"),  # on the day itself
        (date(2026, 11, 1), "2026-10-25T22:59:59Z"),  # the clock falls back on 25 October
        (date(2026, 10, 31), "2026-10-24T21:59:59Z"),
        (date(2028, 3, 7), "2028-02-29T22:59:59Z"),
    ],
)
def test_seven_days_before_ends_at_the_last_second_in_paris(first_day: date, deadline: str) -> None:
    assert as_text(days_before(first_day, 7)) == deadline


@given(first_day=ANY_DAY, days=st.integers(min_value=0, max_value=60))
def test_a_deadline_is_always_one_second_to_midnight_on_the_right_day(first_day: date, days: int) -> None:
    deadline = days_before(first_day, days).astimezone(PARIS)
    assert deadline.date() == first_day - timedelta(days=days)
    assert (deadline.hour, deadline.minute, deadline.second) == (23, 59, 59)


@given(day=ANY_DAY)
def test_a_day_is_one_hour_shorter_or_longer_when_the_clock_changes(day: date) -> None:
    length = end_of_day(day) - start_of_day(day) + timedelta(seconds=1)
    assert length in (timedelta(hours=23), timedelta(hours=24), timedelta(hours=25))
    assert day_of(start_of_day(day)) == day_of(end_of_day(day)) == day


def test_the_last_second_still_counts() -> None:
    deadline = datetime(2026, 12, 14, 22, 59, 59, tzinfo=UTC)
    assert not has_passed(deadline, deadline + timedelta(microseconds=999_999))
    assert has_passed(deadline, deadline + timedelta(seconds=1))


def test_the_policy_in_force_is_the_latest_effective_one() -> None:
    old = a_policy()
    new = a_policy(version=2, effective_on=date(2027, 1, 1))
    amended = a_policy(version=3, effective_on=date(2027, 1, 1))
    assert in_force([amended, old, new], date(2026, 12, 31)) is old
    assert in_force([new, amended, old], date(2027, 1, 1)) is amended


def test_a_day_before_any_policy_is_an_error_and_no_guess() -> None:
    with pytest.raises(LookupError):
        in_force([a_policy()], date(1999, 12, 31))
