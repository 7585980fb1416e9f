"""Attacks on the OpenID provider that span its doors; README.md says where each of the others has its test."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from services.identity.tests.integration.arranging import (
    ISSUER,
    PASSWORD,
    SITE,
    WEB_BACK,
    Browser,
    NewBrowser,
    an_account,
    field_of,
    query_of,
    request_of,
)
from services.identity.tests.integration.conftest import app, browser, new_browser, settings
from tests.security.foreign_addresses import EVIL, SITES
from tests.support import tokens
from tests.support.forgeries import forgeries

__all__ = ["app", "browser", "new_browser", "settings"]


@pytest.fixture(autouse=True)
def alain(browser: Browser) -> UUID:
    return an_account()


def test_every_answer_names_its_issuer_so_that_providers_cannot_be_mixed_up(browser: Browser) -> None:
    """RFC 9207: in answers that give a code and in those that refuse."""
    given = browser.sign_in()
    refused = query_of(browser.authorize(prompt="none", max_age="0").location)
    assert (given["iss"], refused["iss"]) == (ISSUER, ISSUER)
    assert "code" in given
    assert refused["error"] == "login_required"


def test_a_code_of_one_persons_browser_is_no_good_in_anothers_attempt(browser: Browser) -> None:
    """Code injection: whoever plants a stolen code into an attempt of theirs has another verifier."""
    stolen = browser.sign_in()["code"]
    answer = browser.exchange(stolen, code_verifier="another-verifier-of-more-than-forty-three-characters")
    assert answer.get_json()["error"] == "invalid_grant"


def test_nobody_is_signed_in_by_a_form_that_another_browser_was_given(
    browser: Browser, new_browser: NewBrowser
) -> None:
    """CSRF on sign-in: the attacker has a form token, of their own cookie; the victim's browser sends it."""
    attackers = new_browser().get("/sso/connexion")
    form = {"email": "alain.proviste@example.org", "password": PASSWORD, "sealed": ""}
    planted = {**form, "csrf_token": field_of(attackers.text, "csrf_token")}
    answer = browser.post("/sso/connexion", planted)
    assert answer.status_code == 400
    browser.get("/sso/connexion")
    assert browser.post("/sso/connexion", planted).status_code == 400
    assert "pp_sign_in" not in answer.headers.get("Set-Cookie", "")
    assert query_of(browser.authorize(prompt="none").location)["error"] == "login_required"


def test_a_cookie_that_an_attacker_planted_is_worth_nothing_after_the_sign_in(
    browser: Browser, new_browser: NewBrowser
) -> None:
    """Session fixation, with a cookie that is alive: the attacker's own."""
    attacker = new_browser()
    an_account("Annie", family_name="Versaire")
    attacker.sign_in("annie.versaire@example.org")
    planted = attacker.http.get_cookie("pp_sign_in", domain="127.0.0.1", path="/sso").value
    browser.http.set_cookie("pp_sign_in", planted, domain="127.0.0.1", path="/sso")
    browser.sign_in(prompt="login")
    mine = browser.http.get_cookie("pp_sign_in", domain="127.0.0.1", path="/sso").value
    assert mine != planted
    assert query_of(attacker.authorize(prompt="none").location)["error"] == "login_required"


def _everywhere(browser: Browser, headers: dict[str, str]) -> Iterator[TestResponse]:
    """Pages, redirects and documents of the provider, asked for with these headers."""
    yield browser.get("/sso/.well-known/openid-configuration", headers=headers)
    yield browser.get("/sso/connexion", headers=headers)
    yield browser.get("/sso/logout", headers=headers)
    yield browser.get("/sso/", headers=headers)
    yield browser.get("/sso/nowhere", headers=headers)
    page = browser.sign_in_page()
    asked = browser.http.get("/sso/authorize", query_string=request_of(), base_url=SITE, headers=headers)
    yield asked
    shown = browser.get(page, headers=headers)
    yield shown
    form = {
        "csrf_token": field_of(shown.text, "csrf_token"),
        "sealed": query_of(page)["waiting"],
        "email": "alain.proviste@example.org",
        "password": PASSWORD,
    }
    yield browser.post("/sso/connexion", form, headers=headers)


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host", "Forwarded", "X-Original-Host"])
def test_no_address_that_a_caller_makes_up_is_told_on(browser: Browser, header: str) -> None:
    value = f"host={EVIL}" if header == "Forwarded" else EVIL
    for answer in _everywhere(browser, {header: value}):
        assert EVIL not in answer.text, answer.request.path
        assert EVIL not in str(answer.headers), answer.request.path


@pytest.mark.parametrize("target", SITES)
def test_nobody_is_led_off_by_an_address_that_a_link_carries(browser: Browser, target: str) -> None:
    """Open redirect: sign-in, the way on after it, logout and its confirmation."""
    asked = (
        {"path": "/sso/connexion", "waiting": target},
        {"path": "/sso/connexion", "page": target},
        {"path": "/sso/connexion", "suite": target},
        {"path": "/sso/authorize/suite", "waiting": target},
        {"path": "/sso/authorize", **request_of(redirect_uri=target)},
        {"path": "/sso/logout", "post_logout_redirect_uri": target, "client_id": "web"},
        {"path": "/sso/logout", "post_logout_redirect_uri": target},
    )
    for query in asked:
        path = query.pop("path")
        answer = browser.http.get(path, query_string=query, base_url=SITE)
        assert EVIL not in answer.headers.get("Location", ""), query
        assert answer.status_code == 400 or "Location" not in answer.headers or answer.location.startswith(("/", SITE))
    page = browser.get("/sso/connexion")
    form = {"email": "alain.proviste@example.org", "password": PASSWORD, "sealed": "", "page": target}
    sent = browser.post("/sso/connexion", {**form, "csrf_token": field_of(page.text, "csrf_token")})
    assert EVIL not in sent.headers.get("Location", "")


def test_a_redirect_with_credentials_is_not_repeated_by_the_browser(browser: Browser) -> None:
    """RFC 9700 section 4.12: 303, so that the form with the password is not sent on; and no address in a Referer."""
    sent = browser.submit(browser.sign_in_page())
    back = browser.get(sent.location)
    assert (sent.status_code, back.status_code) == (303, 303)
    assert back.location.startswith(f"{WEB_BACK}?code=")
    assert back.headers["Referrer-Policy"] == "no-referrer"


def test_forged_tokens_do_not_enter_our_apis(browser: Browser, alain: UUID) -> None:
    """alg none, HS256 with the public key, kid tricks, keys and addresses in the header (RFC 8725)."""
    claims = tokens.claims_for(alain)
    header = {"alg": "RS256", "kid": tokens.KEY_ID, "typ": "at+jwt"}
    assert browser.get("/api/identity/v1/me", headers=tokens.bearer(alain)).status_code == 200
    for trick, forged in forgeries(claims, header=header, public_key=tokens.key()).items():
        answer = browser.get("/api/identity/v1/me", headers={"Authorization": f"Bearer {forged}"})
        assert answer.status_code == 401, trick
