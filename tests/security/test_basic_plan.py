"""The basic OpenID provider conformance plan, walked module by module; each test is named after its module.

What the modules ask was read from their descriptions; where the suite wants a person to look at a page, the words of
the page are compared. The clients `suite` and `suite-2` prove themselves by client_secret_basic and do without PKCE, as
most of the suite does; `suite-post` by client_secret_post.
"""

from typing import Any
from uuid import UUID

import pytest
from joserfc import jws
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

from chassis import clock
from chassis.database import transaction
from identity.domain.clients import AuthMethod
from identity.usecases.register_client import ClientRegistration, register_client
from services.identity.tests.integration.arranging import (
    ISSUER,
    NOW,
    SECRET,
    VERIFIER,
    Browser,
    NewBrowser,
    an_account,
    an_organisation,
    challenge_of,
    confirmed,
    field_of,
    query_of,
)
from services.identity.tests.integration.conftest import app, browser, new_browser, settings
from tests.security.basic_plan import MODULES, WALKED, WITHOUT_A_TEST, module

__all__ = ["app", "browser", "new_browser", "settings"]
ALAIN = "alain.proviste@example.org"
BACK = "https://suite.example.org/callback"
_BARE: dict[str, str | None] = {
    "client_id": "suite",
    "redirect_uri": BACK,
    "scope": "openid",
    "code_challenge": None,
    "code_challenge_method": None,
}


@pytest.fixture(autouse=True)
def alain(browser: Browser) -> UUID:
    """The clients of the suite, and a person of one organisation."""
    methods = {
        "suite": AuthMethod.CLIENT_SECRET_BASIC,
        "suite-2": AuthMethod.CLIENT_SECRET_BASIC,
        "suite-post": AuthMethod.CLIENT_SECRET_POST,
    }
    with transaction() as session:
        for client_id, method in methods.items():
            wanted = ClientRegistration(
                client_id=client_id,
                name=client_id,
                auth_method=method,
                secret=SECRET,
                redirect_uris=[BACK],
                post_logout_redirect_uris=[],
                requires_pkce=False,
            )
            register_client(session, wanted, now=NOW)
    account_id = an_account()
    confirmed(account_id, an_organisation())
    return account_id


class Suite:
    """What the conformance suite does: one browser, and a client behind it."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def sign_in(self, **changes: str | None) -> dict[str, str]:
        return self.browser.sign_in(ALAIN, **{**_BARE, **changes})

    def again(self, **changes: str | None) -> TestResponse:
        """Another request from the same browser."""
        return self.browser.authorize(**{**_BARE, **changes})

    def exchange(self, code: str, **more: str) -> TestResponse:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, **more}
        return self.browser.token(form, auth=("suite", SECRET))

    def tokens(self, **changes: str | None) -> dict[str, Any]:
        answer = self.exchange(self.sign_in(**changes)["code"])
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        return dict(answer.get_json() or {})

    def id_token(self, tokens: dict[str, Any]) -> dict[str, Any]:
        """Checked as OpenID Connect Core section 3.1.3.7 asks."""
        claims = self.browser.claims(tokens["id_token"])
        now = clock.now().timestamp()
        assert (claims["iss"], claims["aud"]) == (ISSUER, "suite")
        assert claims["iat"] <= now < claims["exp"]
        assert 0 < len(claims["sub"]) <= 255
        return claims

    def userinfo(self, tokens: dict[str, Any]) -> dict[str, Any]:
        answer = self.browser.userinfo(tokens["access_token"])
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        return dict(answer.get_json() or {})

    def both(self, **changes: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
        """Claims of the ID token, and of userinfo, which must be about the same person."""
        tokens = self.tokens(**changes)
        claims, told = self.id_token(tokens), self.userinfo(tokens)
        assert told["sub"] == claims["sub"]
        return claims, told


@pytest.fixture
def suite(browser: Browser) -> Suite:
    return Suite(browser)


def is_sign_in_page(answer: TestResponse) -> bool:
    return answer.status_code == 303 and "/sso/connexion?" in answer.location


def error_of(answer: TestResponse) -> str:
    assert answer.location.startswith(BACK), answer.location
    return query_of(answer.location)["error"]


def test_every_module_of_the_plan_is_walked_by_a_test_named_after_it() -> None:
    for name in MODULES:
        words = f"test_{name.replace('-', '_')}"
        assert name in WITHOUT_A_TEST or WALKED[name].startswith(words), name
    assert set(WALKED) | set(WITHOUT_A_TEST) == set(MODULES)


@module("oidcc-server")
def test_oidcc_server_gives_a_code_and_tokens_that_hold(suite: Suite) -> None:
    answer = suite.sign_in()
    assert (answer["state"], answer["iss"]) == ("a-state", ISSUER)
    body = suite.exchange(answer["code"]).get_json()
    assert body["token_type"] == "Bearer"
    assert suite.id_token(body)["nonce"] == "a-nonce"
    assert suite.userinfo(body)["sub"]


@module("oidcc-response-type-missing")
def test_oidcc_response_type_missing_is_an_invalid_request(suite: Suite) -> None:
    assert error_of(suite.again(response_type=None)) in ("invalid_request", "unsupported_response_type")


@module("oidcc-idtoken-signature")
def test_oidcc_idtoken_signature_is_rs256_by_a_published_key(suite: Suite) -> None:
    signed = jws.extract_compact(suite.tokens()["id_token"].encode())
    published = KeySet.import_key_set(suite.browser.get("/sso/jwks.json").get_json())
    assert signed.headers()["alg"] == "RS256"
    assert signed.headers()["kid"] in {key.kid for key in published.keys}


@module("oidcc-idtoken-unsigned")
def test_oidcc_idtoken_unsigned_is_never_given(suite: Suite) -> None:
    """The module is skipped where `none` is not announced; it is not, and no client can be registered for it."""
    metadata = suite.browser.get("/sso/.well-known/openid-configuration").get_json()
    assert metadata["id_token_signing_alg_values_supported"] == ["RS256"]
    assert suite.tokens()["id_token"].rpartition(".")[2]


@module("oidcc-userinfo-get")
def test_oidcc_userinfo_get_takes_the_token_in_the_header(suite: Suite) -> None:
    suite.both()


@module("oidcc-userinfo-post-header")
def test_oidcc_userinfo_post_header_takes_the_token_in_the_header(suite: Suite) -> None:
    tokens = suite.tokens()
    answer = suite.browser.post("/sso/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert answer.get_json()["sub"] == suite.id_token(tokens)["sub"]


@module("oidcc-userinfo-post-body")
def test_oidcc_userinfo_post_body_takes_the_token_in_the_body(suite: Suite) -> None:
    tokens = suite.tokens()
    answer = suite.browser.post("/sso/userinfo", {"access_token": tokens["access_token"]})
    assert answer.get_json()["sub"] == suite.id_token(tokens)["sub"]


@module("oidcc-ensure-request-without-nonce-succeeds-for-code-flow")
def test_oidcc_ensure_request_without_nonce_succeeds_for_code_flow(suite: Suite) -> None:
    assert "nonce" not in suite.id_token(suite.tokens(nonce=None))


@module("oidcc-scope-profile")
def test_oidcc_scope_profile_gives_names(suite: Suite) -> None:
    _, told = suite.both(scope="openid profile")
    assert told["name"] == "Alain Proviste"
    assert told.keys() == {"sub", "name", "given_name", "family_name", "updated_at"}
    assert isinstance(told["updated_at"], int)


@module("oidcc-scope-email")
def test_oidcc_scope_email_gives_the_address_and_whether_it_is_proved(suite: Suite) -> None:
    _, told = suite.both(scope="openid email")
    assert told["email"].lower() == "alain.proviste@example.org"
    assert isinstance(told["email_verified"], bool)


@module("oidcc-scope-address")
def test_oidcc_scope_address_is_no_scope_of_ours_and_does_no_harm(suite: Suite) -> None:
    """The suite takes an answer without the claims, and warns; we keep no postal address of a person."""
    _, told = suite.both(scope="openid address")
    assert told.keys() == {"sub"}


@module("oidcc-scope-phone")
def test_oidcc_scope_phone_is_no_scope_of_ours_and_does_no_harm(suite: Suite) -> None:
    _, told = suite.both(scope="openid phone")
    assert told.keys() == {"sub"}


@module("oidcc-scope-all")
def test_oidcc_scope_all_gives_what_there_is(suite: Suite) -> None:
    _, told = suite.both(scope="openid profile email address phone")
    assert {"name", "email"} <= told.keys()


@module("oidcc-ensure-other-scope-order-succeeds")
def test_oidcc_ensure_other_scope_order_succeeds(suite: Suite) -> None:
    _, told = suite.both(scope="email openid")
    assert told["email"]


@module("oidcc-display-page")
def test_oidcc_display_page_does_no_harm(suite: Suite) -> None:
    suite.both(display="page")


@module("oidcc-display-popup")
def test_oidcc_display_popup_does_no_harm(suite: Suite) -> None:
    suite.both(display="popup")


@module("oidcc-prompt-login")
def test_oidcc_prompt_login_asks_again_and_moves_auth_time(suite: Suite) -> None:
    first = suite.id_token(suite.tokens())
    clock.shift(2)
    assert is_sign_in_page(suite.again(prompt="login"))
    second = suite.id_token(suite.tokens(prompt="login"))
    assert second["sub"] == first["sub"]
    assert second["auth_time"] > first["auth_time"]


@module("oidcc-prompt-none-not-logged-in")
def test_oidcc_prompt_none_not_logged_in_is_login_required(suite: Suite) -> None:
    assert error_of(suite.again(prompt="none")) == "login_required"


@module("oidcc-prompt-none-logged-in")
def test_oidcc_prompt_none_logged_in_gives_a_code_without_a_page(suite: Suite) -> None:
    first = suite.id_token(suite.tokens())
    answer = suite.again(prompt="none")
    second = suite.id_token(suite.exchange(query_of(answer.location)["code"]).get_json())
    assert (second["sub"], second["auth_time"]) == (first["sub"], first["auth_time"])


@module("oidcc-max-age-1")
def test_oidcc_max_age_1_asks_again_after_a_second(suite: Suite) -> None:
    first = suite.id_token(suite.tokens())
    clock.shift(2)
    assert is_sign_in_page(suite.again(max_age="1"))
    second = suite.id_token(suite.tokens(max_age="1"))
    assert second["auth_time"] > first["auth_time"]
    assert clock.now().timestamp() - second["auth_time"] <= 2


@module("oidcc-max-age-10000")
def test_oidcc_max_age_10000_asks_nothing_and_tells_auth_time(suite: Suite) -> None:
    first = suite.id_token(suite.tokens())
    answer = suite.again(max_age="10000")
    second = suite.id_token(suite.exchange(query_of(answer.location)["code"]).get_json())
    assert second["auth_time"] == first["auth_time"]


@module("oidcc-ensure-request-with-unknown-parameter-succeeds")
def test_oidcc_ensure_request_with_unknown_parameter_succeeds(suite: Suite) -> None:
    suite.both(extra="foobar")


@module("oidcc-id-token-hint")
def test_oidcc_id_token_hint_with_prompt_none_is_the_same_person(suite: Suite, new_browser: NewBrowser) -> None:
    tokens = suite.tokens()
    answer = suite.again(prompt="none", id_token_hint=tokens["id_token"])
    second = suite.id_token(suite.exchange(query_of(answer.location)["code"]).get_json())
    assert second["sub"] == suite.id_token(tokens)["sub"]
    stranger = Suite(new_browser()).again(prompt="none", id_token_hint=tokens["id_token"])
    assert error_of(stranger) == "login_required"


@module("oidcc-login-hint")
def test_oidcc_login_hint_fills_the_address_in(suite: Suite) -> None:
    page = suite.browser.get(suite.again(login_hint="buffy@example.org").location)
    assert field_of(page.text, "email") == "buffy@example.org"


@module("oidcc-ui-locales")
def test_oidcc_ui_locales_does_no_harm(suite: Suite) -> None:
    suite.both(ui_locales="se")


@module("oidcc-claims-locales")
def test_oidcc_claims_locales_does_no_harm(suite: Suite) -> None:
    suite.both(claims_locales="se")


@module("oidcc-ensure-request-with-acr-values-succeeds")
def test_oidcc_ensure_request_with_acr_values_succeeds(suite: Suite) -> None:
    metadata = suite.browser.get("/sso/.well-known/openid-configuration").get_json()
    claims, _ = suite.both(acr_values="1 2")
    assert claims["acr"] in metadata["acr_values_supported"]


@module("oidcc-codereuse")
def test_oidcc_codereuse_is_refused_and_ends_what_the_first_use_gave(suite: Suite) -> None:
    code = suite.sign_in()["code"]
    tokens = suite.exchange(code).get_json()
    again = suite.exchange(code)
    assert (again.status_code, again.get_json()["error"]) == (400, "invalid_grant")
    assert suite.browser.userinfo(tokens["access_token"]).status_code == 401


@module("oidcc-codereuse-30seconds")
def test_oidcc_codereuse_30seconds_later_is_refused_too(suite: Suite) -> None:
    code = suite.sign_in()["code"]
    tokens = suite.exchange(code).get_json()
    clock.shift(30)
    assert suite.exchange(code).get_json()["error"] == "invalid_grant"
    assert suite.browser.userinfo(tokens["access_token"]).status_code == 401


@module("oidcc-ensure-registered-redirect-uri")
def test_oidcc_ensure_registered_redirect_uri_or_a_page_tells_the_person(suite: Suite) -> None:
    answer = suite.again(redirect_uri=f"{BACK}/unregistered")
    assert answer.status_code == 400
    assert "redirect_uri" in answer.text
    assert "Location" not in answer.headers


@module("oidcc-ensure-post-request-succeeds")
def test_oidcc_ensure_post_request_succeeds(suite: Suite) -> None:
    form = {"response_type": "code", "client_id": "suite", "redirect_uri": BACK, "scope": "openid", "state": "s"}
    posted = suite.browser.post("/sso/authorize", form)
    page = suite.browser.get(posted.location).location
    back = suite.browser.get(suite.browser.submit(page).location)
    assert suite.exchange(query_of(back.location)["code"]).status_code == 200


@module("oidcc-server-client-secret-post")
def test_oidcc_server_client_secret_post_gives_tokens(suite: Suite) -> None:
    code = suite.sign_in(client_id="suite-post")["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    proof = {"client_id": "suite-post", "client_secret": SECRET}
    answer = suite.browser.token({**form, **proof}, auth=None)
    assert suite.browser.claims(answer.get_json()["id_token"])["aud"] == "suite-post"


@module("oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported")
def test_oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported(suite: Suite) -> None:
    answer = suite.again(request_uri="https://suite.example.org/request.jwt")
    assert error_of(answer) == "request_uri_not_supported"


@module("oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported")
def test_oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported(suite: Suite) -> None:
    assert error_of(suite.again(request="eyJhbGciOiJub25lIn0.e30.")) == "request_not_supported"


@module("oidcc-claims-essential")
def test_oidcc_claims_essential_does_no_harm_where_claims_are_not_supported(suite: Suite) -> None:
    """The suite warns where `name` is not told; discovery says that the parameter is not supported."""
    metadata = suite.browser.get("/sso/.well-known/openid-configuration").get_json()
    assert metadata["claims_parameter_supported"] is False
    suite.both(claims='{"userinfo": {"name": {"essential": true}}}')


@module("oidcc-ensure-request-object-with-redirect-uri")
def test_oidcc_ensure_request_object_with_redirect_uri_leads_nowhere_else(suite: Suite) -> None:
    """A request object that names another address is refused, at the registered one."""
    assert error_of(suite.again(request="eyJhbGciOiJub25lIn0.eyJyZWRpcmVjdF91cmkiOiJodHRwczovL2V2aWwifQ.")) == (
        "request_not_supported"
    )


@module("oidcc-refresh-token")
def test_oidcc_refresh_token_renews_for_its_own_client_only(suite: Suite) -> None:
    tokens = suite.tokens()
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    renewed = suite.browser.token(form, auth=("suite", SECRET)).get_json()
    assert renewed["access_token"] != tokens["access_token"]
    assert suite.userinfo(renewed)["sub"] == suite.id_token(tokens)["sub"]
    stolen = {"grant_type": "refresh_token", "refresh_token": renewed["refresh_token"]}
    assert suite.browser.token(stolen, auth=("suite-2", SECRET)).get_json()["error"] == "invalid_grant"


@module("oidcc-ensure-request-with-valid-pkce-succeeds")
def test_oidcc_ensure_request_with_valid_pkce_succeeds(suite: Suite) -> None:
    challenge = {"code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256"}
    code = suite.sign_in(**challenge)["code"]
    assert suite.exchange(code, code_verifier=VERIFIER).status_code == 200
