"""Staff keep the platforms that rely on our sign-in."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from services.identity.tests.integration.arranging import (
    RAFAEL_BACK,
    SECRET,
    SITE,
    VERIFIER,
    Browser,
    an_account,
    register_clients,
)
from services.identity.tests.integration.doors import as_person, asking
from tests.support.tokens import bearer

AT = "/api/identity/v1/clients"
TERMS: dict[str, Any] = {
    "name": "Rafael, banc d'essai",
    "redirect_uris": ["https://essai.example.org/retour"],
    "post_logout_redirect_uris": [],
    "backchannel_logout_uri": None,
    "scopes": ["openid", "email"],
    "service_scopes": [],
    "requires_pkce": True,
    "audience": None,
    "jwks": None,
}
NEW = {**TERMS, "client_id": "essai", "auth_method": "client_secret_post"}


@pytest.fixture
def camille(browser: Browser) -> UUID:
    return an_account("Camille", family_name="Onette", is_staff=True)


class Staff:
    """Camille at the API."""

    def __init__(self, browser: Browser, account_id: UUID) -> None:
        self._browser, self._header = browser, bearer(account_id, role="staff")

    def ask(self, method: str, at: str = "", body: Any = None, **headers: str) -> TestResponse:
        client = self._browser.app.test_client()
        return client.open(f"{AT}{at}", method=method, json=body, headers={**self._header, **headers}, base_url=SITE)


@pytest.fixture
def staff(browser: Browser, camille: UUID) -> Staff:
    return Staff(browser, camille)


def test_staff_register_a_platform_that_then_signs_people_in(browser: Browser, staff: Staff) -> None:
    made = staff.ask("POST", body=NEW)
    assert (made.status_code, made.headers["ETag"]) == (201, '"1"')
    assert made.json["grants"] == ["authorization_code", "refresh_token"]
    assert "secret" not in made.text.replace("client_secret_post", "").replace("previous_secret_until", "")
    told = staff.ask("PUT", "/essai/secret", {"keeps_old": False})
    assert told.headers["Cache-Control"] == "no-store"
    secret = told.json["client_secret"]
    assert len(secret) >= 32
    an_account()
    back = TERMS["redirect_uris"][0]
    code = browser.sign_in(client_id="essai", redirect_uri=back, scope="openid email")["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": VERIFIER}
    assert browser.token({**form, "client_id": "essai", "client_secret": secret}, auth=None).status_code == 200


def test_a_new_secret_leaves_the_old_one_a_day_or_none(browser: Browser, staff: Staff) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": "post"}

    def is_known(secret: str) -> bool:
        return browser.token({**form, "client_secret": secret}, auth=None).json["error"] == "invalid_grant"

    first = staff.ask("PUT", "/post/secret", {"keeps_old": True}).json
    assert first["previous_secret_until"]
    assert is_known(SECRET)
    assert is_known(first["client_secret"])
    second = staff.ask("PUT", "/post/secret", {"keeps_old": False}).json
    assert not is_known(first["client_secret"])
    assert is_known(second["client_secret"])


def test_a_platform_with_a_key_of_its_own_gets_no_secret(staff: Staff) -> None:
    key = RSAKey.generate_key(2048, parameters={"kid": "k"}, private=True)
    keyed = {**NEW, "auth_method": "private_key_jwt", "jwks": {"keys": [key.as_dict(private=False)]}}
    assert staff.ask("POST", body=keyed).status_code == 201
    refused = staff.ask("PUT", "/essai/secret", {"keeps_old": False})
    assert (refused.status_code, refused.json["figures"]["reason"]) == (422, "no-secret-for-this-method")
    private = {**keyed, "client_id": "other", "jwks": {"keys": [key.as_dict(private=True)]}}
    assert staff.ask("POST", body=private).json["figures"]["reason"] == "keys-unfit"


def test_a_disabled_platform_signs_nobody_in_until_it_is_enabled(browser: Browser, staff: Staff) -> None:
    an_account()
    code = browser.sign_in(client_id="rafael", redirect_uri=RAFAEL_BACK, scope="openid")["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": RAFAEL_BACK, "code_verifier": VERIFIER}
    tokens = browser.token({**form, "client_id": "rafael"}, auth=None).json
    assert staff.ask("PUT", "/rafael/disabling", {"is_disabled": True}).json["disabled_at"]
    assert browser.authorize(client_id="rafael", redirect_uri=RAFAEL_BACK).status_code == 400
    assert browser.userinfo(tokens["access_token"]).status_code == 401
    assert staff.ask("PUT", "/rafael/disabling", {"is_disabled": False}).json["disabled_at"] is None
    assert browser.authorize(client_id="rafael", redirect_uri=RAFAEL_BACK).status_code == 303
    refresh = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], "client_id": "rafael"}
    assert browser.token(refresh, auth=None).json["error"] == "invalid_grant"


def test_what_enters_our_own_apis_is_an_operators_business(staff: Staff) -> None:
    for at, body in (
        ("/web", TERMS),
        ("/web/secret", {"keeps_old": True}),
        ("/web/disabling", {"is_disabled": True}),
    ):
        refused = staff.ask("PUT", at, body)
        assert (refused.status_code, refused.json["code"]) == (403, "operators-client")
    refused = staff.ask("POST", body={**NEW, "audience": "parcourspro-api"})
    assert refused.json["figures"]["reason"] == "audience-is-ours"


def test_two_who_change_one_platform_do_not_overwrite_each_other(staff: Staff) -> None:
    staff.ask("POST", body=NEW)
    changed = staff.ask("PUT", "/essai", {**TERMS, "name": "Rafael"}, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json["version"], changed.json["name"]) == (200, 2, "Rafael")
    assert staff.ask("PUT", "/essai", TERMS, **{"If-Match": '"1"'}).status_code == 412
    assert staff.ask("GET", "/essai").json["name"] == "Rafael"


def test_an_identifier_is_for_one_platform(staff: Staff) -> None:
    assert staff.ask("POST", body=NEW).status_code == 201
    taken = staff.ask("POST", body=NEW)
    assert (taken.status_code, taken.json["code"]) == (409, "client-exists")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"redirect_uris": ["http://essai.example.org/"]}, "not-https"),
        ({"redirect_uris": ["https://essai.example.org/#x"]}, "odd-characters"),
        ({"redirect_uris": ["retour"]}, "not-an-absolute-address"),
        ({"redirect_uris": []}, "unknown-grant"),
        ({"auth_method": "none", "requires_pkce": False}, "public-without-pkce"),
        ({"auth_method": "none", "service_scopes": ["a:b"]}, "public-with-client-credentials"),
        ({"auth_method": "private_key_jwt"}, "keys-and-method-disagree"),
        ({"jwks": {"keys": []}}, "keys-unreadable"),
        ({"backchannel_logout_uri": "http://essai.example.org/fin"}, "not-https"),
    ],
)
def test_a_platform_that_would_be_dangerous_is_refused_with_the_reason(
    staff: Staff, changes: dict[str, Any], reason: str
) -> None:
    refused = staff.ask("POST", body={**NEW, **changes})
    assert (refused.status_code, refused.json["figures"]["reason"]) == (422, reason)
    assert staff.ask("GET", "/essai").status_code == 404


def test_the_list_has_pages(staff: Staff) -> None:
    first = staff.ask("GET", "?limit=2").json
    assert [one["client_id"] for one in first["items"]] == ["post", "rafael"]
    rest = staff.ask("GET", f"?limit=2&cursor={first['next_cursor']}").json
    assert [one["client_id"] for one in rest["items"]] == ["web"]
    assert rest["items"][0]["is_operators"]
    assert rest["next_cursor"] is None


def test_a_token_that_says_staff_is_not_enough(browser: Browser, camille: UUID) -> None:
    stranger = Staff(browser, an_account())
    assert stranger.ask("GET").status_code == 403
    assert stranger.ask("POST", body=NEW).status_code == 403
    assert stranger.ask("PUT", "/rafael/secret", {"keeps_old": False}).status_code == 403


def test_what_staff_do_with_a_platform_is_remembered_without_its_secrets(staff: Staff) -> None:
    staff.ask("POST", body=NEW)
    staff.ask("PUT", "/essai", {**TERMS, "name": "Rafael", "scopes": ["openid"]})
    staff.ask("PUT", "/essai", {**TERMS, "name": "Rafael", "scopes": ["openid"]})
    secret = staff.ask("PUT", "/essai/secret", {"keeps_old": False}).json["client_secret"]
    staff.ask("PUT", "/essai/disabling", {"is_disabled": True})
    staff.ask("PUT", "/essai/disabling", {"is_disabled": True})
    answer = staff.ask("GET", "/essai/history")
    lines = answer.json["items"]
    facts = [one["fact"] for one in lines]
    assert facts == ["disabled", "secret_replaced_at_once", "changed", "registered"], "what changes nothing leaves none"
    assert {one["by_name"] for one in lines} == {"Camille Onette"}
    changed = {one["field"]: (one["old"], one["new"]) for one in lines[2]["differences"]}
    assert changed["name"] == (TERMS["name"], "Rafael")
    assert secret not in answer.text
    assert "hash" not in answer.text


def test_the_history_of_keys_names_them_and_tells_nothing_else(staff: Staff) -> None:
    keys = [RSAKey.generate_key(2048, parameters={"kid": kid}, private=True) for kid in ("first", "second")]
    first, second = ({"keys": [key.as_dict(private=False)]} for key in keys)
    staff.ask("POST", body={**NEW, "auth_method": "private_key_jwt", "jwks": first})
    staff.ask("PUT", "/essai", {**TERMS, "jwks": second})
    answer = staff.ask("GET", "/essai/history")
    (change,) = [one for one in answer.json["items"][0]["differences"] if one["field"] == "key_names"]
    assert (change["old"], change["new"]) == (["first"], ["second"])
    assert second["keys"][0]["n"] not in answer.text


def test_an_operators_command_is_remembered_as_such_and_only_where_something_differs(staff: Staff) -> None:
    (line,) = staff.ask("GET", "/rafael/history").json["items"]
    assert (line["fact"], line["by_operator"], line["by_name"]) == ("registered", True, None)
    register_clients()
    assert len(staff.ask("GET", "/rafael/history").json["items"]) == 1


def test_the_history_is_read_page_by_page_and_by_staff_alone(staff: Staff, app: Flask) -> None:
    staff.ask("POST", body=NEW)
    staff.ask("PUT", "/essai", {**TERMS, "name": "Rafael"})
    first = staff.ask("GET", "/essai/history?limit=1").json
    second = staff.ask("GET", f"/essai/history?limit=1&cursor={first['next_cursor']}").json
    assert [one["fact"] for one in (*first["items"], *second["items"])] == ["changed", "registered"]
    assert second["next_cursor"] is None
    assert staff.ask("GET", "/unknown/history").status_code == 404
    other = asking(app)("GET", "/clients/essai/history", as_person(an_account("Lara")))
    assert other.status_code == 403
