"""Places, distances, beginnings, typing errors, counts of choices."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from catalogue.commands import load_communes, rebuild_search
from catalogue.domain.slots import Place
from catalogue.domain.training_actions import Access, DeliveryMode, TrainingAction
from catalogue.jobs import tidy
from catalogue.store.search_tables import VOCABULARY
from catalogue.usecases.cancel_training_session import cancel_training_session
from catalogue.usecases.note_organisation import note_organisation
from catalogue.usecases.publish_training_action import publish_training_action
from catalogue.usecases.withdraw_training_action import withdraw_training_action
from chassis import clock
from chassis.database import transaction
from services.catalogue.tests.integration.arranging import a_published_action, a_session, an_offer, tell_seats
from services.catalogue.tests.integration.conftest import organisation_told
from services.catalogue.tests.samples import DIGITAL, NOW, OTHER_PROVIDER, PROVIDER, STAFF, slot, two_days

URL = "/api/catalogue/v1/training-actions"
COMMUNES = Path(__file__).parents[4] / "deploy/local/demo/communes.csv"
SOON = clock.now().date() + timedelta(days=30)
POITIERS = Place(name="Hôtel", street="1 place", postcode="86000", city="Poitiers")
NIORT = Place(name="Mairie", street="1 place", postcode="79000", city="Niort")
PAU = Place(name="Mairie", street="1 place", postcode="64000", city="Pau Cedex")


@pytest.fixture
def communes() -> None:
    assert load_communes.run([str(COMMUNES)]) == 0


def found(client: FlaskClient, **filters: Any) -> list[dict[str, Any]]:
    answer = client.get(URL, query_string=filters)
    assert answer.status_code == 200, answer.json
    items: list[dict[str, Any]] = answer.json["items"]
    return items


def titles(client: FlaskClient, **filters: Any) -> list[str]:
    return [card["title"] for card in found(client, **filters)]


def facets(client: FlaskClient, **filters: Any) -> dict[str, Any]:
    answer = client.get(f"{URL}/facets", query_string=filters)
    assert answer.status_code == 200, answer.json
    counted: dict[str, Any] = answer.json
    return counted


def offer_at(place: Place | None, title: str, *, first: date = SOON) -> TrainingAction:
    mode = DeliveryMode.IN_PERSON if place else DeliveryMode.REMOTE
    action = a_published_action(title=title)
    slots = (slot(first, delivery_mode=mode, place=place),)
    a_session(action, two_days(slots=slots, duration_confirmed=True))
    return action


def test_the_beginning_of_a_word_finds_it_also_where_it_is_longer_than_the_stem(client: FlaskClient) -> None:
    an_offer(SOON, title="L’accompagnement renforcé")
    for typed in ("acc", "accompagnem", "accompagnements", "Accompagné", "renforc"):
        assert titles(client, q=typed) == ["L’accompagnement renforcé"], typed
    assert titles(client, q="accompagnem renforcé") == []


def test_a_mistyped_word_is_corrected_where_nothing_else_is_found(client: FlaskClient) -> None:
    an_offer(SOON, title="Insertion et numérique")
    corrections = {"insertoin": "insertion", "numerrique": "numerique", "-rien insertiom": "-rien insertion"}
    for typed, meant in corrections.items():
        answer = client.get(URL, query_string={"q": typed}).json
        assert [card["title"] for card in answer["items"]] == ["Insertion et numérique"], typed
        assert answer["corrected_text"] == meant
        assert facets(client, q=typed)["total"] == 1
    assert client.get(URL, query_string={"q": "xylophoniste"}).json == {
        "items": [],
        "next_cursor": None,
        "corrected_text": None,
    }
    assert client.get(URL, query_string={"q": "insertion"}).json["corrected_text"] is None


def test_stop_words_alone_filter_nothing(client: FlaskClient) -> None:
    an_offer(SOON)
    assert len(titles(client, q="de la")) == 1


def test_a_department_is_a_place_by_its_name(client: FlaskClient) -> None:
    offer_at(POITIERS, "À Poitiers")
    offer_at(NIORT, "À Niort")
    offer_at(None, "À distance")
    assert set(titles(client, place="Vienne")) == {"À Poitiers", "À distance"}
    assert set(titles(client, place="deux sevres")) == {"À Niort", "À distance"}
    assert titles(client, place="Vienne", no_remote="true") == ["À Poitiers"]
    assert titles(client, place="Poitiers (86000)", no_remote="true") == ["À Poitiers"]
    assert titles(client, place="Poitiers (79000)", no_remote="true") == []


def test_within_some_kilometres_of_a_commune(client: FlaskClient, communes: None) -> None:
    offer_at(POITIERS, "À Poitiers")
    offer_at(NIORT, "À Niort")
    offer_at(PAU, "À Pau")
    offer_at(None, "À distance")
    assert set(titles(client, place="Niort", within_km=10)) == {"À Niort", "À distance"}
    assert set(titles(client, place="niort", within_km=80)) == {"À Niort", "À Poitiers", "À distance"}
    assert set(titles(client, place="79000", within_km=80, no_remote="true")) == {"À Niort", "À Poitiers"}
    assert "À Pau" in titles(client, place="Bayonne", within_km=150), "a Cedex lies in its commune"


def test_the_nearest_come_first_and_what_takes_place_nowhere_last(client: FlaskClient, communes: None) -> None:
    offer_at(PAU, "À Pau")
    offer_at(POITIERS, "À Poitiers")
    a_session(offer_at(None, "À distance"), two_days(SOON + timedelta(days=3)))
    offer_at(NIORT, "À Niort")
    offer_at(None, "Toujours à distance")
    cards = found(client, place="Niort", sort="distance")
    assert [card["title"] for card in cards] == ["À Niort", "À distance", "À Poitiers", "À Pau", "Toujours à distance"]
    assert [card["distance_km"] for card in cards[:3]] == [0, 58, 69]
    assert cards[-1]["distance_km"] is None


def test_pages_by_distance_follow_one_another(client: FlaskClient, communes: None) -> None:
    for number in range(3):
        offer_at(POITIERS, f"À Poitiers {number}", first=SOON + timedelta(days=number))
        offer_at(None, f"À distance {number}", first=SOON + timedelta(days=number))
    seen, cursor = [], None
    while True:
        query = {"place": "Niort", "sort": "distance", "limit": 2, "cursor": cursor}
        answer = client.get(URL, query_string=query).json
        seen += [card["title"] for card in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert seen == [f"À {place} {number}" for place in ("Poitiers", "distance") for number in range(3)]


def test_distances_need_a_known_commune(client: FlaskClient, communes: None) -> None:
    for filters in ({"place": "Ville-Inconnue", "within_km": 5}, {"place": "Vienne", "sort": "distance"}):
        answer = client.get(URL, query_string=filters)
        assert (answer.status_code, answer.json["code"]) == (422, "place-unknown")
        assert client.get(f"{URL}/facets", query_string=filters).status_code == 422
    for filters, field in (({"within_km": 5}, "within_km"), ({"sort": "distance"}, "sort")):
        assert list(client.get(URL, query_string=filters).json["errors"]) == [field]


def test_communes_are_suggested_while_typing(client: FlaskClient, communes: None) -> None:
    def suggested(text: str) -> list[str]:
        items = client.get("/api/catalogue/v1/communes", query_string={"q": text}).json["items"]
        return [f"{item['name']} {item['postcode']}" for item in items]

    assert suggested("st-j") == ["Saint Junien 87200", "Saint Jean d'Angely 17400"]
    assert suggested("la ro") == ["La Rochelle 17000"]
    assert "Bordeaux 33000" in suggested("3380")
    assert suggested("") == suggested("%") == suggested("_") == []


def test_both_layouts_of_communes_are_read_and_others_refused(
    communes: None, client: FlaskClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = "code_commune_INSEE,nom_commune_postal,code_postal,latitude,longitude,nom_commune_complet\n"
    file = tmp_path / "communes.csv"
    file.write_text(
        f"{named}17300,LA ROCHELLE,17000,46.16,-1.17,La Rochelle\n75056,PARIS,75001,48.8,2.3,Paris\n"
        "16015,ANGOULEME,16000,,,Angoulême\n"
    )
    assert load_communes.run([str(file)]) == 0
    said = capsys.readouterr()
    assert "1 communes" in said.out
    assert "1 lines without a whole commune: 4" in said.err
    for content in ("", "a;b\n1;2\n", named, "\udcff"):
        file.write_text(content, errors="surrogateescape")
        assert load_communes.run([str(file)]) == 1
    items = client.get("/api/catalogue/v1/communes", query_string={"q": "la"}).json["items"]
    assert [item["name"] for item in items] == ["La Rochelle"], "a bad file changes nothing"


def test_durations_and_providers_are_filters(client: FlaskClient) -> None:
    an_offer(SOON, title="Deux jours")
    short = a_published_action(title="Une heure", duration_days=Decimal("0.2"), provider_organisation_id=OTHER_PROVIDER)
    a_session(short, two_days(slots=(slot(SOON, "09:00", "10:30"),)))
    assert titles(client, duration="half_day") == ["Une heure"]
    assert titles(client, duration="two_days") == ["Deux jours"]
    assert titles(client, duration="longer") == []
    assert titles(client, provider_organisation_id=str(PROVIDER)) == ["Deux jours"]
    assert client.get(URL, query_string={"duration": "eternal"}).status_code == 422
    assert client.get(URL, query_string={"provider_organisation_id": "nobody"}).status_code == 422


def test_each_list_counts_under_all_other_conditions(client: FlaskClient) -> None:
    an_offer(SOON, title="Finances")
    an_offer(SOON, title="Finances ouvertes", access=Access.OPEN)
    numeric = an_offer(SOON, title="Numérique", theme_code=DIGITAL.code, access=Access.OPEN)
    a_session(numeric, two_days(SOON + timedelta(days=7)))
    a_published_action(title="Sans date")
    counted = facets(client, access="open")
    assert counted["total"] == counted["seats_left"] == 2
    assert {entry["code"]: entry["count"] for entry in counted["themes"]} == {"financing": 1, "digital": 1}
    assert {entry["code"]: entry["count"] for entry in counted["access"]} == {"open": 2, "members": 2}
    assert counted["types"] == [{"code": "formation", "label": "Formation", "count": 2}]
    assert counted["providers"] == [{"code": str(PROVIDER), "label": "Atelier des compétences", "count": 2}]
    assert facets(client)["total"] == 4
    assert facets(client, upcoming="true")["total"] == 3
    assert facets(client, q="ouvertes", theme="digital")["total"] == 0


def test_counts_are_what_the_search_finds(client: FlaskClient, communes: None, subtests: pytest.Subtests) -> None:
    offer_at(POITIERS, "À Poitiers")
    full = offer_at(NIORT, "À Niort")
    offer_at(None, "À distance")
    a_published_action(title="Sans date", access=Access.OPEN)
    session_id = found(client, q="Niort")[0]["next_session"]["training_session_id"]
    tell_seats(session_id, taken=4, version=1)
    assert full
    for filters in (
        {},
        {"seats_left": "true"},
        {"place": "Niort"},
        {"place": "Niort", "within_km": 70},
        {"no_remote": "true"},
        {"starts_from": (SOON + timedelta(days=1)).isoformat()},
        {"q": "poitiers"},
        {"access": "members", "duration": "two_days"},
    ):
        with subtests.test(str(filters)):
            assert facets(client, **filters)["total"] == len(titles(client, **filters))


def test_a_common_word_and_a_rare_one_are_found_in_the_same_order(client: FlaskClient) -> None:
    for days in (4, 1, 3, 2):
        an_offer(SOON + timedelta(days=days))

    def pages() -> list[str]:
        shown, cursor = [], None
        while cursor is not None or not shown:
            answer = client.get(
                URL, query_string={"q": "financement", "limit": 2} | ({"cursor": cursor} if cursor else {})
            )
            shown += [card["first_day"] for card in answer.json["items"]] if answer.json else []
            cursor = (answer.json or {}).get("next_cursor")
        return shown

    def used(times: int) -> list[str]:
        with transaction() as session:
            session.execute(update(VOCABULARY).values(uses=times))
        return pages()

    assert used(1) == used(100_000) == [(SOON + timedelta(days=days)).isoformat() for days in (1, 2, 3, 4)]


def test_facets_take_one_statement(client: FlaskClient, statements: Callable[[], list[str]]) -> None:
    an_offer(SOON)
    statements()
    facets(client, q="financement")
    assert len([statement for statement in statements() if statement.lstrip().startswith(("SELECT", "WITH"))]) == 1


def test_a_search_sees_what_is_published_withdrawn_moved_and_cancelled(client: FlaskClient) -> None:
    action = an_offer(SOON, title="Ancien titre")
    card = found(client)[0]
    with transaction() as session:
        cancel_training_session(
            session, card["next_session"]["training_session_id"], editor=STAFF, reason="Malade", now=NOW
        )
    assert found(client, upcoming="true") == []
    with transaction() as session:
        withdraw_training_action(session, action.training_action_id, editor=STAFF, reason=None, now=NOW)
    assert found(client) == []
    with transaction() as session:
        publish_training_action(session, action.training_action_id, editor=STAFF, expected_revision=None, now=NOW)
    assert titles(client, q="ancien") == ["Ancien titre"]


def test_an_action_is_found_by_the_present_name_of_its_provider(client: FlaskClient) -> None:
    an_offer(SOON)
    assert len(titles(client, q="atelier compétences")) == 1
    with transaction() as session:
        note_organisation(session, organisation_told(PROVIDER, "Nouvelle Raison", version=2))
    assert (len(titles(client, q="atelier compétences")), len(titles(client, q="raison"))) == (0, 1)
    assert found(client)[0]["provider_name"] == "Nouvelle Raison"


def test_the_index_can_be_made_anew_and_forgets_words_of_nothing(client: FlaskClient) -> None:
    action = an_offer(SOON, title="Horticulture")
    an_offer(SOON, title="Maçonnerie")
    before = (found(client), facets(client))
    assert rebuild_search.run([]) == 0
    assert (found(client), facets(client)) == before
    with transaction() as session:
        withdraw_training_action(session, action.training_action_id, editor=STAFF, reason=None, now=NOW)
    tidy(NOW)
    assert client.get(URL, query_string={"q": "maconnerei"}).json["corrected_text"] == "maconnerie"
    assert client.get(URL, query_string={"q": "horticultrue"}).json["corrected_text"] is None


def test_the_demo_communes_are_of_the_region() -> None:
    with COMMUNES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    communes, faults = load_communes.read_communes(COMMUNES)
    assert faults == []
    assert len(communes) == len({row["#Code_commune_INSEE"] for row in rows})
