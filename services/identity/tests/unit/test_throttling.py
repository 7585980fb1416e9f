"""Waiting after failed sign-ins."""

from datetime import UTC, datetime, timedelta

import pytest

from identity.domain.throttling import FREE_FAILURES, Throttle, ThrottleKind

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def a_throttle(kind: ThrottleKind = ThrottleKind.ACCOUNT) -> Throttle:
    return Throttle(kind=kind, digest=b"", failures=0, began_at=NOW, closed_until=None)


def fail(throttle: Throttle, times: int) -> None:
    for _ in range(times):
        throttle.count_failure(NOW)


@pytest.mark.parametrize("kind", ThrottleKind)
def test_the_first_failures_cost_nothing(kind: ThrottleKind) -> None:
    throttle = a_throttle(kind)
    fail(throttle, FREE_FAILURES[kind] - 1)
    assert not throttle.is_closed(NOW)
    fail(throttle, 1)
    assert throttle.is_closed(NOW)


def test_the_wait_doubles_up_to_two_hours() -> None:
    throttle = a_throttle()
    fail(throttle, FREE_FAILURES[ThrottleKind.ACCOUNT] - 1)
    waits = []
    for _ in range(10):
        fail(throttle, 1)
        waits.append(int(((throttle.closed_until or NOW) - NOW).total_seconds() / 60))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120]


def test_an_account_is_tried_at_most_25_times_in_24_hours() -> None:
    throttle, moment, tries = a_throttle(), NOW, 0
    while moment < NOW + timedelta(hours=24):
        throttle.count_failure(moment)
        tries += 1
        moment = max(moment + timedelta(seconds=1), throttle.closed_until or moment)
    assert tries <= 25


def test_after_its_window_a_count_begins_anew() -> None:
    throttle = a_throttle(ThrottleKind.ADDRESS)
    fail(throttle, 40)
    throttle.count_failure(NOW + timedelta(hours=1, seconds=1))
    assert throttle.failures == 1


def test_a_success_forgives_its_account_and_only_itself_at_its_address() -> None:
    of_account, of_address = a_throttle(), a_throttle(ThrottleKind.ADDRESS)
    fail(of_account, 5)
    fail(of_address, 50)
    of_account.forgive()
    of_address.take_back()
    assert (of_account.failures, of_account.is_closed(NOW)) == (0, False)
    assert (of_address.failures, of_address.is_closed(NOW)) == (49, False)
