"""The authorization code flow, end to end."""

from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest
from authlib.integrations.httpx_client import OAuth2Client
from flask import Flask

from chassis import clock
from chassis.auth import TokenVerifier
from chassis.principal import Role
from services.identity.tests.integration.arranging import (
    ISSUER,
    RAFAEL_BACK,
    SECRET,
    SITE,
    VERIFIER,
    WEB_BACK,
    Browser,
    NewBrowser,
    an_account,
    an_organisation,
    confirmed,
    query_of,
    request_of,
)


def test_a_person_signs_in_and_the_client_gets_an_access_token_of_the_contract(browser: Browser) -> None:
    account_id, organisation_id = an_account(), an_organisation()
    confirmed(an_account("Annie", family_name="Versaire"), organisation_id)
    confirmed(account_id, organisation_id)
    tokens = browser.tokens()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 300)
    claims = browser.claims(tokens["access_token"])
    assert claims["aud"] == "parcourspro-api"
    assert claims["sub"] == str(account_id)
    assert claims["roles"] == [{"role": "beneficiary", "organisation": str(organisation_id)}]
    assert (claims["active_role"], claims["active_organisation"]) == ("beneficiary", str(organisation_id))
    assert claims["exp"] - claims["iat"] == 300
    assert {"iss", "jti", "client_id", "scope"} <= claims.keys()


def test_the_id_token_is_for_the_client_alone_and_repeats_its_nonce(browser: Browser) -> None:
    account_id = an_account()
    claims = browser.claims(browser.tokens(nonce="n-0S6_WzA2Mj")["id_token"])
    assert (claims["iss"], claims["aud"], claims["sub"]) == (ISSUER, "web", str(account_id))
    assert claims["nonce"] == "n-0S6_WzA2Mj"
    assert claims["auth_time"] <= claims["iat"]
    assert UUID(claims["sid"])


def test_the_answer_carries_state_and_issuer(browser: Browser) -> None:
    an_account()
    back = browser.sign_in(state="été & co")
    assert (back["state"], back["iss"]) == ("été & co", ISSUER)


def test_services_of_the_house_accept_the_token_and_know_the_active_pair(browser: Browser, tmp_path: Path) -> None:
    account_id, organisation_id = an_account(), an_organisation()
    confirmed(an_account("Annie", family_name="Versaire"), organisation_id)
    confirmed(account_id, organisation_id)
    token = browser.tokens()["access_token"]
    keys = tmp_path / "jwks.json"
    keys.write_text(browser.get("/sso/jwks.json").text)
    principal = TokenVerifier(issuer=ISSUER, jwks_url=f"file://{keys}").verify(token)
    assert (principal.account_id, principal.active_role) == (account_id, Role.BENEFICIARY)


def test_with_several_roles_none_is_active_before_the_choice(browser: Browser) -> None:
    confirmed(an_account(), an_organisation())
    claims = browser.claims(browser.tokens()["access_token"])
    assert len(claims["roles"]) == 3
    assert (claims["active_role"], claims["active_organisation"]) == (None, None)


def test_who_is_signed_in_enters_another_platform_without_a_form(browser: Browser) -> None:
    an_account()
    browser.tokens()
    answer = browser.authorize(client_id="rafael", redirect_uri=RAFAEL_BACK)
    assert answer.location.startswith(f"{RAFAEL_BACK}?code=")


def test_the_token_of_another_platform_does_not_open_our_apis(browser: Browser) -> None:
    an_account()
    back = browser.sign_in(client_id="rafael", redirect_uri=RAFAEL_BACK)
    form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": RAFAEL_BACK}
    answer = browser.token({**form, "client_id": "rafael", "code_verifier": VERIFIER}, auth=None)
    assert browser.claims(answer.json["access_token"])["aud"] == ISSUER
    assert browser.userinfo(answer.json["access_token"]).status_code == 200


def test_a_redirect_address_with_a_query_keeps_it(browser: Browser) -> None:
    an_account()
    address = f"{RAFAEL_BACK}?from=sso"
    back = browser.sign_in(client_id="post", redirect_uri=address, code_challenge=None, code_challenge_method=None)
    assert back["from"] == "sso"
    form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": address}
    answer = browser.token({**form, "client_id": "post", "client_secret": SECRET}, auth=None)
    assert answer.status_code == 200


def test_a_request_by_post_is_sent_on_by_get_so_that_cookies_of_the_browser_count(browser: Browser) -> None:
    an_account()
    browser.tokens()
    answer = browser.post("/sso/authorize", request_of())
    assert answer.status_code == 303
    assert "code" in query_of(browser.get(answer.location).location)


def test_parameters_that_do_no_harm_and_unknown_ones_change_nothing(browser: Browser) -> None:
    an_account()
    back = browser.sign_in(display="popup", ui_locales="fr", claims_locales="fr", acr_values="1", extra="x")
    assert "code" in back


def test_prompt_none_answers_at_once_with_a_code_or_login_required(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    assert query_of(browser.authorize(prompt="none").location)["error"] == "login_required"
    browser.tokens()
    assert "code" in query_of(browser.authorize(prompt="none").location)
    assert query_of(new_browser().authorize(prompt="none").location)["error"] == "login_required"


@pytest.mark.parametrize("prompt", ["login", "consent", "select_account"])
def test_a_prompt_asks_again_once_and_not_for_ever(browser: Browser, prompt: str) -> None:
    an_account()
    browser.tokens()
    assert "code" in browser.sign_in(prompt=prompt)


def test_max_age_asks_again_when_the_sign_in_is_older(browser: Browser) -> None:
    an_account()
    before = browser.claims(browser.tokens()["id_token"])["auth_time"]
    clock.shift(600)
    assert "code" in query_of(browser.authorize(max_age="3600").location)
    after = browser.claims(browser.tokens(max_age="60")["id_token"])["auth_time"]
    assert after >= before + 600


def test_max_age_zero_asks_once(browser: Browser) -> None:
    an_account()
    browser.tokens()
    assert "code" in browser.sign_in(max_age="0")


def test_a_hint_of_another_person_asks_to_sign_in_and_then_says_login_required(browser: Browser) -> None:
    an_account("Annie", family_name="Versaire")
    an_account()
    hint = browser.tokens("annie.versaire@example.org")["id_token"]
    assert "code" in query_of(browser.authorize(id_token_hint=hint, prompt="none").location)
    back = browser.sign_in("alain.proviste@example.org", id_token_hint=hint, prompt="login")
    assert back["error"] == "login_required"


def test_the_login_hint_fills_the_form_in(browser: Browser) -> None:
    page = browser.get(browser.sign_in_page(login_hint="alain.proviste@example.org"))
    assert 'value="alain.proviste@example.org"' in page.text


def test_discovery_names_what_there_is_whatever_the_host_header_says(browser: Browser) -> None:
    liar = {"Host": "evil.example.org", "X-Forwarded-Host": "evil.example.org"}
    document = browser.get("/sso/.well-known/openid-configuration", headers=liar).json
    assert document["issuer"] == ISSUER
    assert all(value.startswith(f"{ISSUER}/") for name, value in document.items() if name.endswith("_endpoint"))
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert "evil" not in str(document)


def test_an_independent_client_library_signs_in_and_refreshes(app: Flask, browser: Browser) -> None:
    an_account()
    transport = httpx.WSGITransport(app=app)  # type: ignore[arg-type]  # Flask is a WSGI application
    client = OAuth2Client(
        "web", SECRET, redirect_uri=WEB_BACK, scope="openid profile", code_challenge_method="S256", transport=transport
    )
    address, _ = client.create_authorization_url(f"{ISSUER}/authorize", code_verifier=VERIFIER, nonce="n")
    page = browser.get(address.removeprefix(SITE)).location
    back = browser.get(browser.submit(page).location).location
    token = client.fetch_token(f"{ISSUER}/token", authorization_response=back, code_verifier=VERIFIER)
    told = client.get(f"{ISSUER}/userinfo").json()
    assert (told["given_name"], told["family_name"]) == ("Alain", "Proviste")
    assert client.refresh_token(f"{ISSUER}/token")["refresh_token"] != token["refresh_token"]


def test_userinfo_tells_what_the_scope_allows_and_no_more(browser: Browser) -> None:
    account_id, organisation_id = an_account(), an_organisation()
    confirmed(account_id, organisation_id)
    narrow = browser.userinfo(browser.tokens(scope="openid")["access_token"]).json
    assert narrow == {"sub": str(account_id)}
    wide = browser.userinfo(browser.exchange(query_of(browser.authorize().location)["code"]).json["access_token"]).json
    assert wide["email"] == "alain.proviste@example.org"
    assert wide["email_verified"] is True
    assert wide["organisations"] == [{"id": str(organisation_id), "siret": "99900010200015", "name": "Structure 0"}]
    assert wide["roles"][0]["organisation_name"] == "Structure 0"


def test_userinfo_takes_the_token_from_a_form_as_well(browser: Browser) -> None:
    an_account()
    token = browser.tokens()["access_token"]
    assert browser.post("/sso/userinfo", {"access_token": token}).status_code == 200
    twice = browser.post("/sso/userinfo", {"access_token": token}, headers={"Authorization": f"Bearer {token}"})
    assert (twice.status_code, twice.json["error"]) == (400, "invalid_request")


def test_an_unknown_scope_is_left_out_and_a_known_one_beyond_the_registration_is_refused(browser: Browser) -> None:
    an_account()
    assert browser.tokens(scope="openid offline_access something")["scope"] == "openid"


def test_the_whole_address_may_be_used_by_a_form_of_another_site(browser: Browser) -> None:
    answer = browser.get(f"/sso/authorize?{urlencode(request_of(response_mode='query'))}")
    assert answer.status_code == 303
