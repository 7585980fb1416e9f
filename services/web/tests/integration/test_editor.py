"""The editor of an action: a provider names trainers among its people, or writes a name."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from services.web.tests.integration import arranging
from services.web.tests.integration.conftest import SignIn
from services.web.tests.integration.neighbours import OURS, Neighbours, held
from services.web.tests.integration.test_pages import csrf_of, value_of

CATALOGUE, PEOPLE = "/api/catalogue/v1", "/api/enrolment/v1/provider-people"
GUY, JEAN = "01930000-0000-7000-8000-000000000003", "01930000-0000-7000-8000-000000000006"
NEW = "/catalogue/actions/nouvelle"


@pytest.fixture
def guy(sign_in: SignIn, neighbours: Neighbours) -> FlaskClient:
    person = {"sub": GUY, "given_name": "Guy", "family_name": "Rembourg"}
    neighbours.person |= {**person, "roles": [held("training_provider")], "active_role": "training_provider"}
    types = {"items": [{"code": "formation", "label": "Formation"}]}
    neighbours.answers["GET", f"{CATALOGUE}/training-action-types"] = (200, types)
    neighbours.answers["GET", f"{CATALOGUE}/themes"] = (200, {"items": [{"code": "f", "label": "Financement"}]})
    people = [{"account_id": GUY, "name": "Guy Rembourg"}, {"account_id": JEAN, "name": "Jean Tille"}]
    neighbours.answers["GET", PEOPLE] = (200, {"items": people})
    made = {"training_action_id": arranging.ACTION}
    neighbours.answers["POST", f"{CATALOGUE}/training-actions"] = (201, made)
    return sign_in()


def sent(browser: FlaskClient, neighbours: Neighbours, **typed: Any) -> list[dict[str, Any]]:
    """The trainers that the catalogue is asked to keep."""
    page = browser.get(NEW).text
    form = {
        "csrf_token": csrf_of(page), "key": value_of(page, "key"), "title": "Accompagner", "type_code": "formation",
        "theme_code": "f", "nature": "training", "delivery_mode": "in_person", "access": "members",
        "provider_organisation_id": OURS, "duration_days": "2", **typed,
    }  # fmt: skip
    answer = browser.post(NEW, data=form)
    assert answer.status_code == 302, answer.text
    (asked,) = neighbours.asked("POST", f"{CATALOGUE}/training-actions")
    found: list[dict[str, Any]] = asked.body["trainers"]
    return found


def test_trainers_are_chosen_among_the_people_of_the_provider_or_written(
    guy: FlaskClient, neighbours: Neighbours
) -> None:
    page = guy.get(NEW).text
    assert "Guy Rembourg (vous)" in page
    assert "Jean Tille" in page
    assert neighbours.asked("GET", PEOPLE)[0].query == {"organisation_id": OURS}
    typed = {"trainer-0-name": "Une intervenante de passage", "trainer-person": [JEAN]}
    assert sent(guy, neighbours, **typed) == [
        {"name": "Une intervenante de passage", "account_id": None},
        {"name": "Jean Tille", "account_id": JEAN},
    ]


def test_nobody_else_is_named_by_a_forged_form(guy: FlaskClient, neighbours: Neighbours) -> None:
    stranger = "01930000-0000-7000-8000-0000000000ff"
    assert sent(guy, neighbours, **{"trainer-person": [stranger, GUY]}) == [{"name": "Guy Rembourg", "account_id": GUY}]


def test_who_is_named_already_is_not_named_twice(guy: FlaskClient, neighbours: Neighbours) -> None:
    row = {"trainer-0-name": "Jean Tille", "trainer-0-account": JEAN, "trainer-person": [JEAN]}
    assert sent(guy, neighbours, **row) == [{"name": "Jean Tille", "account_id": JEAN}]


def test_where_the_people_cannot_be_read_one_can_name_oneself(guy: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", PEOPLE] = (503, {})
    page = guy.get(NEW).text
    assert ("Guy Rembourg (vous)" in page, "Jean Tille" in page) == (True, False)
    assert sent(guy, neighbours, **{"trainer-person": [GUY]}) == [{"name": "Guy Rembourg", "account_id": GUY}]
