"""The search page and what a person keeps, against a stand-in for the catalogue."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.web.tests.integration import arranging
from services.web.tests.integration.neighbours import Neighbours

CATALOGUE = "/api/catalogue/v1"
SAVED = "01930000-0000-7000-8000-000000000999"
SignIn = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def catalogue(neighbours: Neighbours) -> None:
    found = {"items": [arranging.CARD], "next_cursor": None, "corrected_text": None}
    lists = {"types": [], "delivery_modes": [], "access": [], "durations": [], "providers": []}
    themes = [{"code": "f", "label": "Financement", "count": 3}]
    for path, body in {
        "/training-actions": found,
        "/training-actions/facets": {"total": 12, "seats_left": 7, "themes": themes, **lists},
        "/themes": {"items": [{"code": "f", "label": "Financement"}, {"code": "n", "label": "Numérique"}]},
        "/training-action-types": {"items": []},
        "/my/favourites/keys": {"items": []},
        "/my/favourites": {"items": [], "next_cursor": None},
        "/my/saved-searches": {"items": []},
        "/my/last-search": {"criteria": None},
    }.items():
        neighbours.answers["GET", CATALOGUE + path] = (200, body)
    neighbours.answers["PUT", f"{CATALOGUE}/my/last-search"] = (204, None)


def csrf_of(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]


def test_each_choice_says_how_many_actions_it_finds(browser: FlaskClient) -> None:
    page = browser.get("/actions?theme=n").text
    assert re.search(r"Financement <span[^>]*>\(3\)</span>", page)
    assert re.search(r'value="n" checked', page)
    assert re.search(r"Numérique <span[^>]*>\(0\)</span>", page)
    assert "12 actions" in page


def test_results_stand_without_their_counts(browser: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{CATALOGUE}/training-actions/facets"] = (503, {})
    answer = browser.get("/actions")
    assert answer.status_code == 200
    assert arranging.CARD["title"] in answer.text
    assert "choices__count" not in answer.text


def test_several_choices_go_into_a_shareable_address(browser: FlaskClient, neighbours: Neighbours) -> None:
    answer = browser.get("/actions?q=&theme=f&theme=n&within_km=20&sort=relevance&place=")
    assert answer.headers["Location"] == "/actions?theme=f&theme=n"
    browser.get("/actions?theme=f&theme=n")
    (asked,) = neighbours.asked("GET", f"{CATALOGUE}/training-actions")
    assert set(asked.query) == {"theme"}


def test_an_unknown_commune_is_told_at_its_field(browser: FlaskClient, neighbours: Neighbours) -> None:
    refusal = {"code": "place-unknown", "figures": {"place": "Ici"}, "next_step": "choose-a-commune"}
    neighbours.answers["GET", f"{CATALOGUE}/training-actions"] = (422, refusal)
    page = browser.get("/actions?place=Ici&within_km=20").text
    assert 'aria-describedby="place-erreur"' in page
    assert "n&#39;est pas une commune que nous connaissons" in page


def test_communes_are_proposed_and_their_absence_breaks_nothing(browser: FlaskClient, neighbours: Neighbours) -> None:
    assert browser.get("/actions/communes?place=nio").text.strip() == '<datalist id="communes"></datalist>'
    items = [{"insee_code": "79191", "name": "Niort", "postcode": "79000"}]
    neighbours.answers["GET", f"{CATALOGUE}/communes"] = (200, {"items": items})
    assert 'value="Niort (79000)"' in browser.get("/actions/communes?place=nio").text


def test_the_last_search_is_kept_once_and_found_on_another_device(sign_in: SignIn, neighbours: Neighbours) -> None:
    mine = sign_in()
    for _ in range(2):
        mine.get("/actions?q=bilan&seats_left=true&theme=f")
    (kept,) = neighbours.asked("PUT", f"{CATALOGUE}/my/last-search")
    assert kept.body == {"q": "bilan", "seats_left": True, "theme": ["f"]}
    assert mine.get("/mon-espace/recherche").headers["Location"] == "/actions?q=bilan&theme=f&seats_left=true"
    neighbours.answers["GET", f"{CATALOGUE}/my/last-search"] = (200, {"criteria": {"q": "vae", "within_km": 20}})
    other = sign_in()
    assert other.get("/mon-espace/recherche").headers["Location"] == "/actions?q=vae&within_km=20"


def test_a_search_is_saved_with_its_criteria(sign_in: SignIn, neighbours: Neighbours) -> None:
    mine = sign_in()
    neighbours.answers["POST", f"{CATALOGUE}/my/saved-searches"] = (201, {})
    url = "/mon-espace/recherches-enregistrees/nouvelle?q=bilan&within_km=20&place=Niort"
    page = mine.get(url).text
    assert "« bilan » · Niort (à 20 km au plus)" in page
    form = {"csrf_token": csrf_of(page), "key": "k", "label": " ", "tells": "oui"}
    assert mine.post(url, data=form).status_code == 422
    assert mine.post(url, data={**form, "label": "x" * 81}).status_code == 422
    answer = mine.post(url, data={**form, "label": "Bilans"})
    assert answer.headers["Location"] == "/mon-espace/recherches-enregistrees"
    (asked,) = neighbours.asked("POST", f"{CATALOGUE}/my/saved-searches")
    criteria = {"q": "bilan", "place": "Niort", "within_km": 20}
    assert asked.body == {"label": "Bilans", "tells": True, "criteria": criteria}
    assert asked.headers["idempotency-key"] == "k"


def test_one_search_too_many_is_told_and_the_form_keeps_what_was_typed(sign_in: SignIn, neighbours: Neighbours) -> None:
    mine = sign_in()
    refusal = {"code": "too-many-saved-searches", "figures": {"kept": 20, "most": 20}}
    neighbours.answers["POST", f"{CATALOGUE}/my/saved-searches"] = (409, refusal)
    url = "/mon-espace/recherches-enregistrees/nouvelle?q=bilan"
    form = {"csrf_token": csrf_of(mine.get(url).text), "key": "k", "label": "Bilans"}
    answer = mine.post(url, data=form)
    assert answer.status_code == 409
    assert "20 recherches enregistrées" in answer.text
    assert 'value="Bilans"' in answer.text


def test_the_link_of_an_e_mail_changes_nothing_before_its_button(browser: FlaskClient, neighbours: Neighbours) -> None:
    url = f"/recherches-enregistrees/{SAVED}/arreter"
    page = browser.get(f"{url}?cle=k1").text
    assert neighbours.asked("POST", f"{CATALOGUE}/saved-searches/{SAVED}/stop") == []
    form = {"csrf_token": csrf_of(page), "cle": "k1"}
    assert browser.post(url, data=form).status_code == 404
    neighbours.answers["POST", f"{CATALOGUE}/saved-searches/{SAVED}/stop"] = (204, None)
    answer = browser.post(url, data=form)
    assert "ne vous enverra plus d'e-mail" in answer.text
    assert [asked.body for asked in neighbours.asked("POST", f"{CATALOGUE}/saved-searches/{SAVED}/stop")] == [
        {"key": "k1"}
    ] * 2


@pytest.mark.parametrize("path", ["/mon-espace/favoris", "/mon-espace/recherches-enregistrees"])
def test_nothing_kept_says_how_to_keep(sign_in: SignIn, path: str) -> None:
    page: Any = sign_in().get(path).text
    assert "Aucun" in page
    assert "/mon-espace/recherche" in page


def test_robots_learn_where_the_list_is(browser: FlaskClient) -> None:
    answer = browser.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "/api/catalogue/v1/sitemap.xml" in answer.text
