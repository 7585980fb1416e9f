"""Signing in, staying signed in, switching, signing out."""

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from chassis import clock
from chassis.clock import now
from chassis.database import engine
from web.jobs import sign_ins

SITE = "http://127.0.0.1:8080"
SignIn = Callable[..., FlaskClient]


def rows() -> list[Any]:
    with engine().connect() as connection:
        return list(connection.exec_driver_sql("SELECT cookie_hash, sealed FROM sign_ins"))


def csrf_of(page: str) -> str:
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@pytest.fixture(autouse=True)
def clock_runs_true() -> Any:
    yield
    clock.shift(0)


def test_the_way_to_the_provider_carries_state_nonce_and_pkce(browser: FlaskClient) -> None:
    answer = browser.get("/connexion?suite=/actions")
    asked = query_of(answer.headers["Location"])
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{SITE}/connexion/retour"
    assert {"state", "nonce", "code_challenge"} <= asked.keys()


def test_signing_in_leads_back_to_where_one_was(sign_in: SignIn, neighbours: Any) -> None:
    browser = sign_in("/a-propos")
    page = browser.get("/a-propos").text
    assert "Alain Proviste" in page
    assert "Bénéficiaire, Ma structure" in page


def test_the_browser_holds_no_token_and_the_row_no_cookie(sign_in: SignIn) -> None:
    browser = sign_in()
    cookie = browser.get_cookie("pp_sign_in")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    ((cookie_hash, sealed),) = rows()
    assert cookie.value.encode() not in bytes(cookie_hash)
    assert "eyJ" not in sealed


def test_a_second_sign_in_gets_another_cookie_and_ends_the_first(sign_in: SignIn) -> None:
    browser = sign_in()
    first = browser.get_cookie("pp_sign_in").value
    browser.delete_cookie("pp_sign_in")
    other = sign_in(client=browser)
    assert other.get_cookie("pp_sign_in").value != first


def test_an_answer_with_a_foreign_state_is_refused(browser: FlaskClient) -> None:
    browser.get("/connexion")
    answer = browser.get("/connexion/retour?code=x&state=not-ours-at-all")
    assert answer.status_code == 400
    assert rows() == []


def test_an_answer_from_another_issuer_is_refused(browser: FlaskClient) -> None:
    state = query_of(browser.get("/connexion").headers["Location"])["state"]
    answer = browser.get(f"/connexion/retour?code=x&state={state}&iss=https://evil.example")
    assert answer.status_code == 400


def test_an_answer_without_the_promised_issuer_is_refused(browser: FlaskClient) -> None:
    state = query_of(browser.get("/connexion").headers["Location"])["state"]
    assert browser.get(f"/connexion/retour?code=x&state={state}").status_code == 400


def test_a_code_that_the_provider_does_not_know_signs_nobody_in(browser: FlaskClient, neighbours: Any) -> None:
    state = query_of(browser.get("/connexion").headers["Location"])["state"]
    answer = browser.get(f"/connexion/retour?code=x&state={state}&iss={neighbours.issuer}")
    assert answer.status_code == 400
    assert rows() == []


def test_an_id_token_with_another_nonce_signs_nobody_in(browser: FlaskClient, neighbours: Any) -> None:
    asked = query_of(browser.get("/connexion").headers["Location"])
    neighbours.codes["stolen"] = asked | {"nonce": "another"}
    answer = browser.get(f"/connexion/retour?code=stolen&state={asked['state']}&iss={neighbours.issuer}")
    assert answer.status_code == 400
    assert rows() == []


@pytest.mark.parametrize(
    "foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_off_the_site_after_signing_in(browser: FlaskClient, neighbours: Any, foreign: str) -> None:
    to_provider = browser.get("/connexion", query_string={"suite": foreign})
    asked = query_of(to_provider.headers["Location"])
    neighbours.codes["good"] = asked
    back = browser.get(f"/connexion/retour?code=good&state={asked['state']}&iss={neighbours.issuer}")
    assert urlsplit(back.headers["Location"]).netloc == ""
    assert "evil" not in back.headers["Location"]


def test_tokens_are_traded_in_shortly_before_they_expire(sign_in: SignIn, neighbours: Any) -> None:
    neighbours.access_ttl_s = 20
    browser = sign_in()
    neighbours.access_ttl_s = 300
    neighbours.answers["GET", "/api/identity/v1/me"] = (200, ME)
    browser.get("/mon-espace/informations")
    browser.get("/mon-espace/informations")
    assert len(neighbours.asked("POST", "/sso/token")) == 2


def test_two_tabs_spend_a_refresh_token_only_once(sign_in: SignIn, neighbours: Any, app: Flask) -> None:
    neighbours.access_ttl_s = 20
    browser = sign_in()
    cookie = browser.get_cookie("pp_sign_in").value
    neighbours.access_ttl_s, neighbours.refresh_delay_s = 300, 0.3
    neighbours.answers["GET", "/api/identity/v1/me"] = (200, ME)
    statuses: list[int] = []

    def tab() -> None:
        other = app.test_client()
        other.set_cookie("pp_sign_in", cookie)
        statuses.append(other.get("/mon-espace/informations").status_code)

    tabs = [Thread(target=tab) for _ in range(4)]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()
    assert statuses == [200] * 4
    assert len(neighbours.asked("POST", "/sso/token")) == 2


def test_a_family_that_the_provider_ended_sends_the_person_to_sign_in(sign_in: SignIn, neighbours: Any) -> None:
    neighbours.access_ttl_s = 0
    browser = sign_in()
    neighbours.families.clear()
    answer = browser.get("/mon-espace/informations")
    assert answer.headers["Location"] == "/connexion?suite=%2Fmon-espace%2Finformations"
    assert rows() == []


def test_a_provider_that_is_silent_ends_no_sign_in(sign_in: SignIn, neighbours: Any) -> None:
    neighbours.access_ttl_s = 0
    browser = sign_in()
    neighbours.token_answer = (503, {})
    assert browser.get("/mon-espace/informations").status_code == 503
    assert len(rows()) == 1


def test_switching_role_needs_no_new_sign_in(sign_in: SignIn, neighbours: Any) -> None:
    neighbours.person["roles"].append({"role": "hr_validator", "organisation": OURS})
    browser = sign_in()
    page = browser.get("/profil").text
    assert "gérer les demandes de participation, consulter &amp; exporter, valider ou refuser" in page
    form = {"role": "hr_validator", "organisation": OURS, "csrf_token": csrf_of(page)}
    answer = browser.post("/profil", data=form)
    assert answer.headers["Location"] == "/valideur/demandes"
    assert "ValideurRH, Ma structure" in browser.get("/a-propos").text


def test_a_role_that_one_does_not_hold_is_refused(sign_in: SignIn) -> None:
    browser = sign_in()
    form = {"role": "staff", "organisation": "", "csrf_token": csrf_of(browser.get("/profil").text)}
    assert browser.post("/profil", data=form).status_code == 403


def test_a_role_lost_meanwhile_is_refused_and_the_sign_in_goes_on(sign_in: SignIn, neighbours: Any) -> None:
    neighbours.person["roles"].append({"role": "hr_validator", "organisation": OURS})
    browser = sign_in()
    page = browser.get("/profil").text
    neighbours.person["roles"].pop()
    form = {"role": "hr_validator", "organisation": OURS, "csrf_token": csrf_of(page)}
    assert browser.post("/profil", data=form).status_code == 403
    assert "Bénéficiaire, Ma structure" in browser.get("/a-propos").text


def test_several_roles_lead_to_the_choice_first(browser: FlaskClient, neighbours: Any) -> None:
    neighbours.person["roles"].append({"role": "hr_validator", "organisation": OURS})
    asked = query_of(browser.get("/connexion?suite=/actions?q=bilan").headers["Location"])
    neighbours.codes["good"] = asked
    back = browser.get(f"/connexion/retour?code=good&state={asked['state']}&iss={neighbours.issuer}")
    assert back.headers["Location"].startswith("/profil?")
    assert query_of(back.headers["Location"])["suite"] == "/actions?q=bilan"


def test_a_page_of_another_role_offers_the_switch(sign_in: SignIn, neighbours: Any) -> None:
    neighbours.person["roles"].append({"role": "training_provider", "organisation": OURS})
    answer = sign_in().get("/prestataire/demandes")
    assert answer.status_code == 403
    assert "Agir comme Prestataire, Ma structure" in answer.text


def test_a_form_without_its_token_changes_nothing(sign_in: SignIn) -> None:
    browser = sign_in()
    assert browser.post("/deconnexion").status_code == 400
    assert len(rows()) == 1


def test_signing_out_ends_the_row_and_goes_on_to_the_provider(sign_in: SignIn, neighbours: Any) -> None:
    browser = sign_in()
    answer = browser.post("/deconnexion", data={"csrf_token": csrf_of(browser.get("/profil").text)})
    address = answer.headers["Location"]
    assert address.startswith(f"{neighbours.issuer}/logout?")
    assert query_of(address)["post_logout_redirect_uri"] == f"{SITE}/"
    assert rows() == []
    assert "Se connecter" in browser.get("/a-propos").text


def test_a_sign_in_ends_after_a_long_pause(sign_in: SignIn) -> None:
    browser = sign_in()
    clock.shift(int(timedelta(hours=2, minutes=1).total_seconds()))
    assert "Se connecter" in browser.get("/a-propos").text
    assert rows() == []


def test_a_sign_in_in_use_ends_after_its_longest_life(sign_in: SignIn) -> None:
    browser = sign_in()
    for hour in range(1, 12):
        clock.shift(hour * 3600)
        assert "Alain Proviste" in browser.get("/a-propos").text
    clock.shift(12 * 3600 + 60)
    assert "Se connecter" in browser.get("/a-propos").text


def test_the_purge_removes_what_is_over_and_nothing_else(sign_in: SignIn) -> None:
    sign_in()
    sign_ins.purge(now())
    assert len(rows()) == 1
    sign_ins.purge(now() + timedelta(hours=3))
    assert rows() == []


def test_a_stolen_database_row_is_no_cookie(sign_in: SignIn, app: Flask) -> None:
    sign_in()
    ((cookie_hash, _),) = rows()
    thief = app.test_client()
    thief.set_cookie("pp_sign_in", bytes(cookie_hash).hex())
    assert "Se connecter" in thief.get("/a-propos").text


def test_rows_refuse_a_hash_of_another_length(service_database: Callable[[str], str]) -> None:
    url = service_database("web")
    statement = "INSERT INTO sign_ins VALUES (gen_random_uuid(), 'short', gen_random_uuid(), 'x', now(), now())"
    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.CheckViolation):
        connection.execute(statement)


OURS = "01930000-0000-7000-8000-000000000101"
ME = {
    "civility": "mr",
    "given_name": "Alain",
    "family_name": "Proviste",
    "email": "alain.proviste@example.org",
    "phone": None,
    "job_title": None,
    "affiliations": [],
}
