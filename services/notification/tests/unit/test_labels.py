"""Dates, hours and names as people write them."""

import pytest

from notification import labels


def _plain(text: str) -> str:
    return text.replace(labels.NBSP, " ")


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        ("2026-12-01", "2026-12-01", "le 1er décembre 2026"),
        ("2026-11-20", "2026-11-21", "du 20 au 21 novembre 2026"),
        ("2026-11-30", "2026-12-02", "du 30 novembre au 2 décembre 2026"),
        ("2026-12-31", "2027-01-01", "du 31 décembre 2026 au 1er janvier 2027"),
    ],
)
def test_a_period_repeats_nothing(first: str, last: str, written: str) -> None:
    assert _plain(labels.written_period(first, last)) == written


@pytest.mark.parametrize(
    ("instant", "written"),
    [("2026-07-01T07:05:00Z", "9 h 05"), ("2026-12-01T08:00:00Z", "9 h"), ("2026-12-01T23:30:00Z", "0 h 30")],
)
def test_hours_are_those_of_paris(instant: str, written: str) -> None:
    assert _plain(labels.written_time(instant)) == written


@pytest.mark.parametrize(
    ("days", "written"),
    [("2.0", "2 jours"), ("0.2", "0,2 jour"), ("1.0", "1 jour"), ("1.5", "1,5 jour"), ("10.0", "10 jours")],
)
def test_a_duration_in_days_agrees_with_its_number(days: str, written: str) -> None:
    assert _plain(labels.written_days(days)) == written


@pytest.mark.parametrize(("minutes", "written"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (605, "10 h 05")])
def test_minutes_become_hours(minutes: int, written: str) -> None:
    assert _plain(labels.written_duration(minutes)) == written


@pytest.mark.parametrize(
    ("civility", "written"), [("mr", "Monsieur Zoé Li"), ("mrs", "Madame Zoé Li"), (None, "Zoé Li")]
)
def test_a_greeting_has_the_civility_where_it_is_known(civility: str | None, written: str) -> None:
    assert labels.greeting_name({"civility": civility, "given_name": "Zoé", "family_name": "Li"}) == written
