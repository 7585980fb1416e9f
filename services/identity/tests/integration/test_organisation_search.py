"""Finding an organisation, on a real database."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from chassis.database import transaction
from identity.domain.errors import InvalidSiret, SearchTooShort
from identity.domain.organisations import Address
from identity.store.tables import ORGANISATIONS
from identity.usecases.register_organisation import NewOrganisation, register_organisation
from identity.usecases.search_organisations import search_organisations
from services.identity.tests.integration.arranging import NOW
from tests.support.tokens import bearer

POSTE = "35600000000048"
PLACES = (
    ("99900010200015", "Mission locale des Dunes", "17200", "Royan"),
    ("99900020100015", "Atelier des compétences", "86000", "Poitiers"),
    ("99900030000015", "Cap emploi d'Angoulême", "16000", "Angoulême"),
    ("99900040900014", "Œuvre de l'Insertion Saint-Martin", "17000", "La Rochelle"),
    (POSTE, "La Poste", "33000", "Bordeaux"),
)


@pytest.fixture(autouse=True)
def known() -> None:
    with transaction() as session:
        for siret, name, postcode, city in PLACES:
            address = Address(street="1 rue du Port", postcode=postcode, city=city)
            register_organisation(session, NewOrganisation(siret=siret, name=name, address=address), now=NOW)


def found(text: str) -> list[str]:
    with transaction() as session:
        return [item.name for item in search_organisations(session, text, now=NOW).items]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("99900020100015", "Atelier des compétences"),
        ("999 000 201 00015", "Atelier des compétences"),
        ("999000201", "Atelier des compétences"),
        ("356 000 000 00048", "La Poste"),
        ("atelier des competences", "Atelier des compétences"),
        ("ATELIER COMPÉTENCES", "Atelier des compétences"),
        ("atelié competance", "Atelier des compétences"),
        ("poitiers atelier", "Atelier des compétences"),
        ("mision local dunes", "Mission locale des Dunes"),
        ("angouleme", "Cap emploi d'Angoulême"),
        ("oeuvre insertion st martin", "Œuvre de l'Insertion Saint-Martin"),
        ("cap emplois", "Cap emploi d'Angoulême"),
    ],
)
def test_what_people_type_finds_the_organisation_first(typed: str, name: str) -> None:
    assert found(typed)[:1] == [name]


def test_what_is_like_nothing_finds_nothing() -> None:
    assert found("zzyzx quincaillerie") == []
    assert found("123456789") == []


@pytest.mark.parametrize("typed", ["99900020100016", "9990002010001", "999000201000155", "35600000000041"])
def test_digits_that_are_no_siret_are_refused(typed: str) -> None:
    with pytest.raises(InvalidSiret):
        found(typed)


@pytest.mark.parametrize("typed", ["", " ", "a", "%", "-- '"])
def test_nothing_to_look_for_is_refused(typed: str) -> None:
    with pytest.raises(SearchTooShort):
        found(typed)


def test_an_organisation_is_found_until_the_day_it_closes() -> None:
    def close(day: date) -> None:
        with transaction() as session:
            session.execute(update(ORGANISATIONS).where(ORGANISATIONS.c.siret == POSTE).values(closed_on=day))

    close(date(2026, 11, 3))
    assert (found("la poste"), found(POSTE)) == (["La Poste"], ["La Poste"])
    close(date(2026, 11, 2))
    assert (found("la poste bordeaux"), found(POSTE)) == ([], [])


def test_pages_follow_one_another_without_gap_or_repetition(app: Flask) -> None:
    client, header = app.test_client(), bearer("01930000-0000-7000-8000-000000000001")
    met, address = [], "/api/identity/v1/organisations?q=99900&limit=1"
    every = "/api/identity/v1/organisations?q=la&limit=100"
    whole = [item["siret"] for item in client.get(every, headers=header).json["items"]]
    address = "/api/identity/v1/organisations?q=la&limit=1"
    while address:
        answer = client.get(address, headers=header)
        met += [item["siret"] for item in answer.json["items"]]
        address = answer.headers.get("Link", "").partition(">")[0].removeprefix("<")
    assert met == whole
    assert len(met) >= 2


def test_the_door_asks_for_a_token_and_explains_what_it_refuses(app: Flask) -> None:
    client, address = app.test_client(), "/api/identity/v1/organisations"
    assert client.get(f"{address}?q=poste").status_code == 401
    header = bearer("01930000-0000-7000-8000-000000000001")
    refused = client.get(f"{address}?q=99900020100016", headers=header)
    assert (refused.status_code, refused.json["code"]) == (422, "invalid-siret")
    broken = client.get(f"{address}?q=poste&cursor=xx", headers=header)
    assert (broken.status_code, broken.json["code"]) == (422, "invalid-input")
