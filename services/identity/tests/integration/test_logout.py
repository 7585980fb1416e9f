"""Signing out, here and at clients."""

from urllib.parse import urlencode

import pytest

from services.identity.tests.integration.arranging import (
    RAFAEL_BACK,
    WEB_BACK,
    Browser,
    NewBrowser,
    an_account,
    field_of,
    query_of,
)

AFTER = f"{WEB_BACK}/fin"


@pytest.fixture(autouse=True)
def _people(app: object) -> None:
    an_account()
    an_account("Annie", family_name="Versaire")


def logout(**parameters: str) -> str:
    return f"/sso/logout?{urlencode(parameters)}"


def is_signed_in(browser: Browser) -> bool:
    return "code" in query_of(browser.authorize(prompt="none").location)


def test_a_client_signs_its_person_out_without_a_question(browser: Browser) -> None:
    tokens = browser.tokens()
    answer = browser.get(logout(id_token_hint=tokens["id_token"], post_logout_redirect_uri=AFTER, state="s"))
    assert (answer.status_code, answer.location) == (303, f"{AFTER}?state=s")
    assert not is_signed_in(browser)
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.userinfo(tokens["access_token"]).status_code == 401


def test_out_of_one_platform_is_out_of_all(browser: Browser) -> None:
    at_web = browser.tokens()
    browser.authorize(client_id="rafael", redirect_uri=RAFAEL_BACK)
    browser.get(logout(id_token_hint=at_web["id_token"]))
    again = browser.authorize(client_id="rafael", redirect_uri=RAFAEL_BACK, prompt="none")
    assert query_of(again.location)["error"] == "login_required"


def test_a_form_of_another_site_brings_no_cookie_and_signs_out_by_its_hint(
    browser: Browser, new_browser: NewBrowser
) -> None:
    hint = browser.tokens()["id_token"]
    answer = new_browser().post("/sso/logout", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
    assert answer.location == AFTER
    assert not is_signed_in(browser)


def test_without_a_hint_the_person_is_asked_first(browser: Browser) -> None:
    browser.tokens()
    asked = browser.get(logout(client_id="web", post_logout_redirect_uri=AFTER, state="s"))
    assert asked.status_code == 200
    assert "Voulez-vous vous déconnecter" in asked.text
    assert is_signed_in(browser)
    form = {
        name: field_of(asked.text, name) for name in ("csrf_token", "client_id", "post_logout_redirect_uri", "state")
    }
    answer = browser.post("/sso/logout/confirmation", form)
    assert answer.location == f"{AFTER}?state=s"
    assert not is_signed_in(browser)


def test_the_confirmation_needs_our_own_form(browser: Browser) -> None:
    browser.tokens()
    assert browser.post("/sso/logout/confirmation", {"client_id": "web"}).status_code == 400
    assert is_signed_in(browser)


def test_the_hint_of_another_person_asks_first(browser: Browser, new_browser: NewBrowser) -> None:
    hint = new_browser().tokens("annie.versaire@example.org")["id_token"]
    browser.tokens()
    assert browser.get(logout(id_token_hint=hint)).status_code == 200
    assert is_signed_in(browser)


@pytest.mark.parametrize(
    "parameters",
    [
        {"post_logout_redirect_uri": "https://evil.example.org/", "client_id": "web"},
        {"post_logout_redirect_uri": AFTER},
        {"post_logout_redirect_uri": AFTER, "client_id": "rafael"},
        {"post_logout_redirect_uri": f"{AFTER}/", "client_id": "web"},
        {"id_token_hint": "not.a.token", "post_logout_redirect_uri": AFTER, "client_id": "web"},
        {"client_id": "web\x00", "post_logout_redirect_uri": AFTER},
    ],
)
def test_a_request_that_cannot_be_trusted_signs_nobody_out_and_leads_nowhere(
    browser: Browser, parameters: dict[str, str]
) -> None:
    browser.tokens()
    answer = browser.get(logout(**parameters))
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert is_signed_in(browser)


def test_the_hint_and_the_client_must_agree(browser: Browser) -> None:
    hint = browser.tokens()["id_token"]
    assert browser.get(logout(id_token_hint=hint, client_id="rafael")).status_code == 400


def test_who_is_not_signed_in_is_told_so(browser: Browser) -> None:
    answer = browser.get("/sso/logout")
    assert answer.status_code == 200
    assert "Vous êtes déconnecté" in answer.text
