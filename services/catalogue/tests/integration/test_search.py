"""What a visitor finds."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import Access, DeliveryMode
from chassis import clock
from chassis.database import engine
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session, an_offer, tell_seats
from services.catalogue.tests.samples import DIGITAL, ENCAN, slot, two_days

URL = "/api/catalogue/v1/training-actions"
TODAY = clock.now().date()
SOON = TODAY + timedelta(days=30)
POITIERS = {"name": "Hôtel", "street": "1 place", "postcode": "86000", "city": "Poitiers"}


def titles(client: FlaskClient, **filters: Any) -> list[str]:
    answer = client.get(URL, query_string=filters)
    assert answer.status_code == 200, answer.json
    return [card["title"] for card in answer.json["items"]]


def remotely(first: date) -> SessionPlan:
    return two_days(slots=(slot(first, delivery_mode=DeliveryMode.REMOTE, place=None),), duration_confirmed=True)


def test_a_card_says_what_a_visitor_needs(client: FlaskClient) -> None:
    action = an_offer(SOON)
    (card,) = client.get(URL).json["items"]
    assert card == {
        "training_action_id": str(action.training_action_id),
        "title": "Accompagner le financement des parcours individuels",
        "type": {"code": "formation", "label": "Formation"},
        "theme": {"code": "financing", "label": "Financement"},
        "delivery_mode": "in_person",
        "duration_days": "2.0",
        "access": "members",
        "first_day": SOON.isoformat(),
        "last_day": (SOON + timedelta(days=1)).isoformat(),
        "provider_name": "Atelier des compétences",
        "city": "La Rochelle",
        "distance_km": None,
        "next_session": {
            "training_session_id": card["next_session"]["training_session_id"],
            "first_day": SOON.isoformat(),
            "last_day": (SOON + timedelta(days=1)).isoformat(),
            "remaining_seats": 4,
            "is_full": False,
        },
    }


def test_drafts_are_not_found(client: FlaskClient) -> None:
    a_draft()
    assert titles(client) == []


def test_words_are_found_whatever_their_accents_and_endings(client: FlaskClient, subtests: pytest.Subtests) -> None:
    an_offer(SOON)
    for words, found in (
        ("financement", True),
        ("FINANCEMENTS", True),
        ("évolution professionnelle", True),
        ("evolution professionnelle", True),
        ("parcours -individuels", False),
        ('"montage d’un dossier"', True),
        ("jardinage", False),
    ):
        with subtests.test(words):
            assert bool(titles(client, q=words)) is found


def test_hostile_operators_are_only_words(client: FlaskClient, subtests: pytest.Subtests) -> None:
    an_offer(SOON)
    for words in ("'", '"', "& | ! ( )", ":*", "-", "a' OR 1=1 --", "\\", "%", "<->", "🙂"):
        for filters in ({"q": words}, {"q": words, "sort": "relevance"}, {"place": words}):
            with subtests.test(str(filters)):
                assert client.get(URL, query_string=filters).status_code == 200


def test_actions_come_in_the_order_of_their_next_session_then_those_without(client: FlaskClient) -> None:
    a_published_action(title="Sans date")
    an_offer(SOON + timedelta(days=9), title="Plus tard")
    an_offer(SOON, title="Bientôt")
    assert titles(client) == ["Bientôt", "Plus tard", "Sans date"]
    assert titles(client, upcoming="true") == ["Bientôt", "Plus tard"]


def test_an_action_with_several_sessions_stands_once_at_the_first_that_fits(client: FlaskClient) -> None:
    action = an_offer(SOON)
    later = a_session(action, two_days(SOON + timedelta(days=20)))
    (card,) = client.get(URL, query_string={"starts_from": (SOON + timedelta(days=5)).isoformat()}).json["items"]
    assert card["next_session"]["training_session_id"] == str(later.training_session_id)
    assert len(titles(client)) == 1


def test_sessions_of_the_past_count_no_more(client: FlaskClient) -> None:
    past = two_days(TODAY - timedelta(days=30))
    action = a_published_action()
    a_session(action, past, now=datetime(2026, 1, 1, tzinfo=UTC))
    (card,) = client.get(URL).json["items"]
    assert (card["next_session"], card["first_day"]) == (None, None)


def test_a_self_paced_range_that_runs_is_still_to_come(client: FlaskClient) -> None:
    action = a_published_action(
        type_code="freemium_self_paced",
        access=Access.OPEN,
        duration_days=Decimal("0.2"),
        delivery_mode=DeliveryMode.REMOTE,
    )
    a_session(action, SessionPlan(capacity=None, first_day=TODAY - timedelta(days=60), last_day=SOON))
    (card,) = client.get(URL, query_string={"upcoming": "true"}).json["items"]
    assert card["next_session"]["remaining_seats"] is None
    assert titles(client, starts_from=TODAY.isoformat(), starts_to=SOON.isoformat()) == [card["title"]]
    assert titles(client, starts_from=(SOON + timedelta(days=1)).isoformat()) == []


def test_filters_keep_what_fits(client: FlaskClient) -> None:
    an_offer(SOON, title="Finances")
    an_offer(SOON, title="Numérique", theme_code=DIGITAL.code, access=Access.OPEN)
    remote = a_published_action(title="À distance", delivery_mode=DeliveryMode.REMOTE)
    a_session(remote, remotely(SOON))
    assert set(titles(client, theme="digital")) == {"Numérique"}
    assert set(titles(client, theme=["digital", "financing"])) == {"Finances", "Numérique", "À distance"}
    assert set(titles(client, access="open")) == {"Numérique"}
    assert set(titles(client, delivery_mode="remote")) == {"À distance"}
    assert titles(client, type="freemium_self_paced") == []
    assert titles(client, theme="") == titles(client)


def test_a_place_is_a_commune_or_a_postcode_and_remote_fits_everywhere(client: FlaskClient) -> None:
    an_offer(SOON, title="Ici")
    a_session(a_published_action(title="À distance"), remotely(SOON))
    for place in ("La Rochelle", "la rochelle", "LA-ROCHELLE", "la ro", "17", "17000"):
        assert set(titles(client, place=place)) == {"Ici", "À distance"}, place
    for place in ("Poitiers", "86", "%", "_"):
        assert titles(client, place=place) == ["À distance"], place


def test_seats_left_leaves_out_what_enrolment_told_to_be_full(client: FlaskClient) -> None:
    action = a_published_action()
    full = a_session(action, two_days(SOON))
    other = a_session(action, two_days(SOON + timedelta(days=7)))
    tell_seats(full.training_session_id, taken=4, version=1)
    (card,) = client.get(URL).json["items"]
    assert (card["next_session"]["remaining_seats"], card["next_session"]["is_full"]) == (0, True)
    (card,) = client.get(URL, query_string={"seats_left": "true"}).json["items"]
    assert card["next_session"]["training_session_id"] == str(other.training_session_id)


def test_relevance_puts_a_word_of_the_title_before_one_of_the_content(client: FlaskClient) -> None:
    an_offer(SOON, title="Autre chose", content="Le tableur en passant.")
    an_offer(SOON + timedelta(days=5), title="Le tableur")
    assert titles(client, q="tableur") == ["Autre chose", "Le tableur"]
    assert titles(client, q="tableur", sort="relevance") == ["Le tableur", "Autre chose"]


@pytest.mark.parametrize("sort", ["date", "relevance"])
def test_pages_follow_one_another_without_loss_or_double(client: FlaskClient, sort: str) -> None:
    for number in range(4):
        an_offer(SOON + timedelta(days=number), title=f"Datée {number}")
        a_published_action(title=f"Sans date {number}")
    seen, cursor = [], None
    while True:
        answer = client.get(URL, query_string={"q": "conseillers", "sort": sort, "limit": 3, "cursor": cursor})
        seen += [card["title"] for card in answer.json["items"]]
        cursor = answer.json["next_cursor"]
        if cursor is None:
            break
        assert f"cursor={cursor}" in answer.headers["Link"]
    assert len(seen) == len(set(seen)) == 8


@pytest.mark.parametrize("sort", ["date", "relevance"])
def test_a_page_costs_the_same_statements_whatever_its_size(
    client: FlaskClient, statements: Callable[[], list[str]], sort: str
) -> None:
    counts = set()
    for wanted in (1, 10, 100):
        for _ in range(wanted - len(counts) if wanted < 100 else 12):
            an_offer(SOON)
        statements()
        client.get(URL, query_string={"q": "financement", "limit": wanted, "sort": sort, "upcoming": "true"})
        counts.add(len([statement for statement in statements() if "search_actions" in statement]))
    assert counts == {1}


def test_the_whole_list_takes_at_most_two_statements(client: FlaskClient, statements: Callable[[], list[str]]) -> None:
    an_offer(SOON)
    a_published_action(title="Sans date")
    statements()
    client.get(URL)
    assert len([statement for statement in statements() if "search_actions" in statement]) == 2


def test_the_words_of_an_action_lie_in_its_row_where_a_plan_counts_them(client: FlaskClient) -> None:
    for _ in range(6):
        an_offer(SOON, content=" ".join(f"mot{number:04}" for number in range(200)))
    assert len(titles(client, q="mot0199")) == 6
    sizes = "SELECT sum(pg_column_size(vector)), pg_relation_size('search_actions') FROM search_actions"
    with engine().connect() as connection:
        of_words, of_rows = connection.execute(text(sizes)).one()
    assert of_rows > of_words > 12_000


def test_an_answer_is_cacheable_and_known_answers_are_not_sent_again(client: FlaskClient) -> None:
    an_offer(SOON)
    answer = client.get(URL)
    assert answer.headers["Cache-Control"] == "public, max-age=15"
    again = client.get(URL, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


_IMPOSSIBLE = (
    ("q", "x" * 10_000),
    ("q", "a\x00b"),
    ("place", "\x00"),
    ("starts_from", "2026-02-30"),
    ("starts_from", "demain"),
    ("starts_from", "0001-01-01"),
    ("delivery_mode", "by_post"),
    ("access", "secret"),
    ("seats_left", "perhaps"),
    ("sort", "price"),
    ("limit", "0"),
    ("limit", "101"),
    ("limit", "many"),
    ("cursor", "nonsense"),
    ("cursor", "WyJkYXRlZCIsIngiLCJ5Il0"),
    ("cursor", "é"),
)


def test_impossible_filters_are_refused_by_their_field(client: FlaskClient, subtests: pytest.Subtests) -> None:
    for field, value in _IMPOSSIBLE:
        with subtests.test(f"{field}={value[:20]!r}"):
            answer = client.get(URL, query_string={field: value})
            assert answer.status_code == 422, answer.json
            assert answer.content_type == "application/problem+json"
            assert field in answer.json["errors"]


def test_a_range_of_days_does_not_end_before_it_begins(client: FlaskClient) -> None:
    answer = client.get(URL, query_string={"starts_from": "2026-12-02", "starts_to": "2026-12-01"})
    assert list(answer.json["errors"]) == ["starts_to"]


def test_the_place_of_the_first_slot_is_shown(client: FlaskClient) -> None:
    assert ENCAN.city == "La Rochelle"
    an_offer(SOON)
    assert client.get(URL).json["items"][0]["city"] == ENCAN.city
