"""Forgotten and changed passwords: by a link that works once, or with the old one; who is told, who is thrown out."""

import pytest
from sqlalchemy import select

from chassis import clock
from chassis.database import transaction
from identity.domain.rights import OPERATOR
from identity.store.proof_tables import LINKS
from identity.store.tables import ACCOUNTS
from identity.usecases.anonymise_account import anonymise_account
from services.identity.tests.integration.arranging import NOW, PASSWORD, Browser, NewBrowser, an_account, field_of
from services.identity.tests.integration.mailing import NEW_PASSWORD, fill_in, link_of, told, work, work_of

FORGOTTEN = "/sso/mot-de-passe-oublie"
CHANGE = "/sso/compte/mot-de-passe"
RESET = "account.password_reset_requested"
ALAIN = "alain.proviste@example.org"


def new_password(password: str = NEW_PASSWORD) -> dict[str, str]:
    return {"new_password": password, "password_again": password}


def test_a_new_password_is_chosen_by_a_link_and_every_sign_in_ends(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    tokens = new_browser().tokens()
    fill_in(browser, FORGOTTEN, email=ALAIN)
    assert "Votre mot de passe est changé" in fill_in(browser, link_of(RESET), **new_password()).text
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.submit("/sso/connexion", password=PASSWORD).status_code == 401
    assert browser.submit("/sso/connexion", password=NEW_PASSWORD).status_code == 303
    assert [one["change"] for one in told("account.security_changed")] == ["password_reset"]


def test_a_link_works_once_and_an_hour_at_most(browser: Browser) -> None:
    an_account()
    fill_in(browser, FORGOTTEN, email=ALAIN)
    link = link_of(RESET)
    clock.shift(3601)
    assert browser.get(link).status_code == 410
    clock.shift(0)
    fill_in(browser, link, **new_password())
    assert browser.get(link).status_code == 410


def test_a_used_link_kills_the_others_of_its_address(browser: Browser) -> None:
    an_account()
    links = []
    for _ in range(2):
        fill_in(browser, FORGOTTEN, email=ALAIN)
        links.append(link_of(RESET))
    fill_in(browser, links[1], **new_password())
    assert browser.get(links[0]).status_code == 410


def test_the_secret_of_a_link_is_kept_nowhere(browser: Browser) -> None:
    an_account()
    fill_in(browser, FORGOTTEN, email=ALAIN)
    secret = link_of(RESET).partition("jeton=")[2]
    with transaction() as session:
        kept = session.execute(select(LINKS)).one()
    assert secret.encode() not in kept.token_hash
    assert secret not in str(kept)


@pytest.mark.parametrize("email", ["nobody@example.org", "closed.account@example.org"])
def test_whether_an_account_exists_shows_neither_in_the_answer_nor_in_the_work(browser: Browser, email: str) -> None:
    an_account()
    closed = an_account("Closed", family_name="Account")
    with transaction() as session:
        anonymise_account(session, closed, by=OPERATOR, now=NOW)
    with work_of() as first:
        known = fill_in(browser, FORGOTTEN, email=ALAIN)
    with work_of() as second:
        unknown = fill_in(browser, FORGOTTEN, email=email)
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert first.statements == second.statements
    assert first.hashes == second.hashes == 0
    work()
    assert [one["email"] for one in told(RESET)] == [ALAIN]


@pytest.mark.parametrize(("password", "said"), [("court", "12 caractères"), ("proviste-alain-2026", "votre nom")])
def test_a_refused_password_leaves_the_link_good(browser: Browser, password: str, said: str) -> None:
    an_account()
    fill_in(browser, FORGOTTEN, email=ALAIN)
    link = link_of(RESET)
    refused = fill_in(browser, link, **new_password(password))
    assert (refused.status_code, said in refused.text) == (422, True)
    assert "est changé" in fill_in(browser, link, **new_password()).text


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded"])
def test_the_link_leads_to_us_whatever_the_request_says_of_its_host(browser: Browser, header: str) -> None:
    an_account()
    shown = browser.get(FORGOTTEN)
    cookie = browser.http.get_cookie("pp_identity_form", path="/sso", domain="127.0.0.1")
    value = "host=evil.example" if header == "Forwarded" else "evil.example"
    headers = {header: value, "Cookie": f"pp_identity_form={cookie.value}"}
    form = {"csrf_token": field_of(shown.text, "csrf_token"), "email": ALAIN}
    browser.app.test_client(use_cookies=False).post(FORGOTTEN, data=form, headers=headers)
    # link_of refuses any other site.
    assert link_of(RESET).startswith("/sso/nouveau-mot-de-passe?jeton=")


def test_a_form_without_our_token_changes_nothing(browser: Browser) -> None:
    an_account()
    assert browser.post(FORGOTTEN, {"email": ALAIN}).status_code == 400
    fill_in(browser, FORGOTTEN, email=ALAIN)
    link = link_of(RESET)
    assert browser.post(link, new_password()).status_code == 400
    browser.submit("/sso/connexion")
    assert browser.post(CHANGE, {"password": PASSWORD, **new_password()}).status_code == 400
    with transaction() as session:
        changed_at = session.scalar(select(ACCOUNTS.c.password_changed_at))
    assert changed_at == NOW


def test_a_password_is_changed_with_the_old_one_and_other_browsers_are_thrown_out(
    browser: Browser, new_browser: NewBrowser
) -> None:
    an_account()
    elsewhere = new_browser().tokens()
    here = browser.tokens()
    changed = fill_in(browser, CHANGE, password=PASSWORD, **new_password())
    assert "Votre mot de passe est changé" in browser.get(changed.location).text
    assert browser.refresh(elsewhere["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.refresh(here["refresh_token"]).status_code == 200
    assert [one["change"] for one in told("account.security_changed")] == ["password_changed"]


def test_the_old_password_is_not_guessed_on_the_page_that_changes_it(browser: Browser) -> None:
    an_account()
    browser.submit("/sso/connexion")
    for _ in range(5):
        assert fill_in(browser, CHANGE, password="wrong-password", **new_password()).status_code == 422
    assert fill_in(browser, CHANGE, password=PASSWORD, **new_password()).status_code == 429


@pytest.mark.parametrize("page", ["mot-de-passe", "adresse", "second-facteur", "fermeture"])
def test_a_visitor_signs_in_first_and_comes_back_to_the_page(browser: Browser, page: str) -> None:
    an_account()
    to_sign_in = browser.get(f"/sso/compte/{page}").location
    shown = browser.get(to_sign_in)
    form = {"csrf_token": field_of(shown.text, "csrf_token"), "page": field_of(shown.text, "page"), "sealed": ""}
    answer = browser.post("/sso/connexion", {**form, "email": ALAIN, "password": PASSWORD})
    assert answer.location == f"/sso/compte/{page}"


def test_the_page_to_come_back_to_is_one_of_ours(browser: Browser) -> None:
    an_account()
    shown = browser.get("/sso/connexion?page=https://evil.example")
    form = {"csrf_token": field_of(shown.text, "csrf_token"), "page": "//evil.example", "sealed": ""}
    answer = browser.post("/sso/connexion", {**form, "email": ALAIN, "password": PASSWORD})
    assert answer.location == "http://127.0.0.1:8080/connexion"
