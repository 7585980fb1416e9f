"""The demo data goes in through the use cases, whatever the day, and only once."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from catalogue.commands import seed_demo
from catalogue.commands.demo_days import day_of, is_working, working_day
from chassis import clock
from chassis.database import transaction
from services.catalogue.tests.samples import CAMILLE

FILE = Path(__file__).parents[4] / "deploy" / "local" / "demo" / "catalogue.json"
ACTION = UUID("01930000-0000-7000-8000-000000000201")
COUNTS = (
    "training_actions", "publications", "training_sessions", "slots", "changes", "outbox", "favourites",
    "saved_searches", "imports", "import_faults",
)  # fmt: skip


@pytest.fixture
def on_any_day(request: pytest.FixtureRequest) -> date:
    """Move the clock of the doors to the day that the test asks for."""
    wanted = datetime.combine(request.param, datetime.min.time(), tzinfo=UTC) + timedelta(hours=10)
    clock.shift(int((wanted - clock.now()).total_seconds()))
    yield request.param
    clock.shift(0)


def counts() -> dict[str, int]:
    with transaction() as session:
        return {name: session.scalar(text(f"SELECT count(*) FROM {name}")) for name in COUNTS}  # noqa: S608  # ours


def test_seeding_twice_adds_nothing() -> None:
    assert seed_demo.run([str(FILE)]) == 0
    once = counts()
    assert seed_demo.run([str(FILE)]) == 0
    assert counts() == once
    assert (once["training_actions"], once["favourites"], once["saved_searches"]) == (19, 3, 2)


def test_the_imported_file_leaves_an_action_in_draft_and_a_report_of_what_could_not_be_taken() -> None:
    seed_demo.run([str(FILE)])
    with transaction() as session:
        (told,) = session.execute(text("SELECT status, formations, created, faulty, remarks FROM imports")).mappings()
        reasons = session.scalars(text("SELECT reason FROM import_faults ORDER BY position")).all()
    assert (told["status"], told["formations"]) == ("done", 3)
    assert (told["created"], told["faulty"]) == (1, 2)
    assert reasons == ["provider-unknown", "duration-missing"]


@pytest.mark.parametrize(
    "on_any_day",
    [
        date(2026, 11, 23), date(2026, 11, 28), date(2026, 12, 25), date(2027, 1, 1), date(2027, 1, 31),
        date(2027, 2, 28), date(2027, 3, 28), date(2027, 5, 1), date(2027, 10, 31), date(2028, 2, 29),
    ],
    indirect=True,
)  # fmt: skip
def test_the_demo_holds_together_on_any_day(on_any_day: date) -> None:
    assert seed_demo.run([str(FILE)]) == 0
    with transaction() as session:
        past = session.scalar(text("SELECT count(*) FROM training_sessions WHERE ends_at < :now"), {"now": clock.now()})
    assert past == 4


def test_a_visitor_finds_the_action_of_the_journey(client: FlaskClient) -> None:
    seed_demo.run([str(FILE)])
    (card,) = client.get(
        "/api/catalogue/v1/training-actions", query_string={"q": "financement des parcours individuels"}
    ).json["items"]
    assert card["training_action_id"] == str(ACTION)
    page = client.get(f"/api/catalogue/v1/training-actions/{ACTION}").json
    assert page["title"] == "Accompagner le financement des parcours individuels"
    assert (page["duration_days"], page["delivery_mode"], page["access"]) == ("2.0", "in_person", "members")
    (session,) = page["sessions"]
    assert session["remaining_seats"] == 4
    assert [slot["place"]["city"] for slot in session["slots"]] == ["La Rochelle", "La Rochelle"]
    assert all(slot["map_url"].startswith("https://www.openstreetmap.org/") for slot in session["slots"])


def test_every_screen_has_something_to_show(client: FlaskClient) -> None:
    seed_demo.run([str(FILE)])
    cards = client.get("/api/catalogue/v1/training-actions", query_string={"limit": 100}).json["items"]
    types = {entry["code"] for entry in client.get("/api/catalogue/v1/training-action-types").json["items"]}
    themes = {entry["code"] for entry in client.get("/api/catalogue/v1/themes").json["items"]}
    assert {card["type"]["code"] for card in cards} == types
    assert {card["theme"]["code"] for card in cards} == themes
    assert {card["delivery_mode"] for card in cards} == {"in_person", "remote", "blended"}
    assert {card["access"] for card in cards} == {"open", "members"}
    assert cards[-1]["next_session"] is None


def test_the_journal_says_who_seeded() -> None:
    seed_demo.run([str(FILE)])
    with transaction() as session:
        assert session.scalars(text("SELECT DISTINCT account_id FROM changes")).all() == [CAMILLE]


def test_a_call_without_a_file_is_refused() -> None:
    assert seed_demo.run([]) == 2


@pytest.mark.parametrize(
    ("told", "today", "day"),
    [
        ("+28d", date(2026, 11, 23), date(2026, 12, 21)),
        ("-3d", date(2026, 11, 23), date(2026, 11, 20)),
        ("first-of-month:-2", date(2026, 11, 23), date(2026, 9, 1)),
        ("last-of-month:+1", date(2026, 11, 23), date(2026, 12, 31)),
        ("first-of-month:-2", date(2027, 1, 31), date(2026, 11, 1)),
        ("last-of-month:+1", date(2027, 1, 31), date(2027, 2, 28)),
    ],
)
def test_days_are_told_from_the_day_of_seeding(told: str, today: date, day: date) -> None:
    assert day_of(told, today) == day


@pytest.mark.parametrize("told", ["28d", "tomorrow", "+28", "first-of-month", ""])
def test_other_words_for_days_are_refused(told: str) -> None:
    with pytest.raises(ValueError, match="not a day"):
        day_of(told, date(2026, 11, 23))


def test_nobody_trains_on_week_ends_or_holidays() -> None:
    for number in range(366):
        today = date(2027, 1, 1) + timedelta(days=number)
        assert working_day("-3d", today) < today
        for told in ("-40d", "+28d"):
            first, second = working_day(told, today), working_day(told, today, nth=1)
            assert is_working(first)
            assert is_working(second)
            assert first < second
