"""What an attacker tries at the authorization and token endpoints."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import select, update

from chassis import clock
from chassis.database import transaction
from identity.store.client_tables import CLIENTS
from identity.store.tables import TOKEN_FAMILIES
from services.identity.tests.integration.arranging import (
    ISSUER,
    RAFAEL_BACK,
    SECRET,
    VERIFIER,
    WEB_BACK,
    Browser,
    NewBrowser,
    an_account,
    challenge_of,
    query_of,
    request_of,
)


@pytest.fixture(autouse=True)
def _alain(app: object) -> None:
    an_account()


def revocations() -> list[str | None]:
    with transaction() as session:
        return list(session.scalars(select(TOKEN_FAMILIES.c.revoked_for)))


def test_a_code_is_good_once_and_its_replay_revokes_what_it_gave(browser: Browser) -> None:
    code = browser.sign_in()["code"]
    tokens = browser.exchange(code).json
    replay = browser.exchange(code)
    assert (replay.status_code, replay.json["error"]) == (400, "invalid_grant")
    assert revocations() == ["code used twice"]
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.userinfo(tokens["access_token"]).status_code == 401


def test_a_code_lives_sixty_seconds(browser: Browser) -> None:
    code = browser.sign_in()["code"]
    clock.shift(61)
    assert browser.exchange(code).json["error"] == "invalid_grant"


def test_a_code_is_bound_to_its_redirect_address_and_its_verifier(browser: Browser) -> None:
    code = browser.sign_in()["code"]
    for wrong in (
        {"redirect_uri": f"{WEB_BACK}/"},
        {"redirect_uri": None},
        {"code_verifier": "x" * 43},
        {"code_verifier": None},
        {"code_verifier": challenge_of(VERIFIER)},
    ):
        assert browser.exchange(code, **wrong).json["error"] == "invalid_grant", wrong
    assert browser.exchange(code).status_code == 200


def test_a_code_is_bound_to_its_client(browser: Browser) -> None:
    code = browser.sign_in()["code"]
    stolen = {"grant_type": "authorization_code", "code": code, "redirect_uri": WEB_BACK, "code_verifier": VERIFIER}
    assert browser.token({**stolen, "client_id": "rafael"}, auth=None).json["error"] == "invalid_grant"
    assert browser.exchange(code).status_code == 200


@pytest.mark.parametrize(
    "downgraded",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge": None},
        {"code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": "s256"},
        {"code_challenge": VERIFIER},
        {"code_challenge": challenge_of(VERIFIER) + "="},
        {"code_challenge": "short"},
    ],
)
def test_pkce_cannot_be_left_out_or_weakened(browser: Browser, downgraded: dict[str, str | None]) -> None:
    back = query_of(browser.authorize(**downgraded).location)
    assert (back["error"], back["state"], back["iss"]) == ("invalid_request", "a-state", ISSUER)


def test_a_verifier_without_a_challenge_is_a_downgrade_on_the_way(browser: Browser) -> None:
    address = f"{RAFAEL_BACK}?from=sso"
    code = browser.sign_in(client_id="post", redirect_uri=address, code_challenge=None, code_challenge_method=None)[
        "code"
    ]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": address, "client_id": "post"}
    answer = browser.token({**form, "client_secret": SECRET, "code_verifier": VERIFIER}, auth=None)
    assert answer.json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        f"{WEB_BACK}/",
        f"{WEB_BACK}?x=1",
        f"{WEB_BACK}#x",
        f"{WEB_BACK}%2f..",
        WEB_BACK.upper(),
        WEB_BACK.replace("127.0.0.1", "localhost"),
        WEB_BACK.replace("127.0.0.1", "127.0.0.1.evil.example.org"),
        WEB_BACK.replace("127.0.0.1", "127.0.0.1@evil.example.org"),
        WEB_BACK.replace("8080", "8081"),
        "https://evil.example.org/",
        "//evil.example.org",
        "javascript:alert(1)",
        RAFAEL_BACK,
        f"{WEB_BACK} https://evil.example.org/",
        f"{WEB_BACK}\r\nLocation: https://evil.example.org/",
        f"{WEB_BACK}\x00",
    ],
)
def test_nobody_is_redirected_to_an_address_that_is_not_registered_to_the_letter(
    browser: Browser, address: str | None
) -> None:
    answer = browser.authorize(redirect_uri=address)
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "evil" not in answer.text


@pytest.mark.parametrize("client_id", [None, "", "nobody", "web ", "web\x00", "WEB", "w" * 5000])
def test_an_unknown_client_is_told_on_a_page_of_ours(browser: Browser, client_id: str | None) -> None:
    answer = browser.authorize(client_id=client_id)
    assert answer.status_code == 400
    assert "text/html" in answer.content_type


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a_repeated_client_or_address_is_never_trusted(browser: Browser, name: str) -> None:
    pairs = [*request_of().items(), (name, request_of()[name])]
    answer = browser.get(f"/sso/authorize?{urlencode(pairs)}")
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("name", ["scope", "state", "nonce", "response_type", "code_challenge", "prompt"])
def test_another_repeated_parameter_goes_back_as_invalid_request(browser: Browser, name: str) -> None:
    pairs = [*request_of(prompt="login").items(), (name, "again")]
    back = query_of(browser.get(f"/sso/authorize?{urlencode(pairs)}").location)
    assert back["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"request": "x"}, "request_not_supported"),
        ({"request_uri": "https://evil.example.org/r"}, "request_uri_not_supported"),
        ({"registration": "{}"}, "registration_not_supported"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "create"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"max_age": "9" * 30}, "invalid_request"),
        ({"id_token_hint": "not.a.token"}, "invalid_request"),
        ({"state": "a\x00b"}, "invalid_request"),
        ({"nonce": "n" * 5000}, "invalid_request"),
    ],
)
def test_a_bad_request_goes_back_with_the_error_of_the_rfc(
    browser: Browser, changes: dict[str, str | None], error: str
) -> None:
    answer = browser.authorize(**changes)
    back = query_of(answer.location)
    assert answer.location.startswith(f"{WEB_BACK}?")
    assert (back["error"], back["iss"]) == (error, ISSUER)
    assert "code" not in back


def test_a_scope_beyond_the_registration_is_refused(browser: Browser) -> None:
    with transaction() as session:
        session.execute(update(CLIENTS).where(CLIENTS.c.client_id == "web").values(scopes=["openid", "profile"]))
    assert query_of(browser.authorize(scope="openid email").location)["error"] == "invalid_scope"


def test_the_id_token_of_another_client_is_no_hint(browser: Browser) -> None:
    hint = browser.tokens()["id_token"]
    back = query_of(browser.authorize(client_id="rafael", redirect_uri=RAFAEL_BACK, id_token_hint=hint).location)
    assert back["error"] == "invalid_request"


@pytest.mark.parametrize("sealed", ["", "x", "e30.x", "eyJhIjoxfQ.AAAA"])
def test_a_waiting_request_that_we_did_not_seal_leads_nowhere(browser: Browser, sealed: str) -> None:
    browser.tokens()
    answer = browser.get(f"/sso/authorize/suite?{urlencode({'waiting': sealed})}")
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_waiting_request_is_good_for_an_hour(browser: Browser) -> None:
    page = browser.sign_in_page()
    clock.shift(3700)
    assert browser.get(page).status_code == 400


def test_a_client_must_prove_itself_as_it_is_registered(browser: Browser) -> None:
    code = browser.sign_in()["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": WEB_BACK, "code_verifier": VERIFIER}
    tries: tuple[Callable[[], object], ...] = (
        lambda: browser.token(form, auth=None),
        lambda: browser.token(form, auth=("web", "wrong")),
        lambda: browser.token(form, auth=("web", "")),
        lambda: browser.token(form, auth=("nobody", SECRET)),
        lambda: browser.token({**form, "client_id": "web"}, auth=None),
        lambda: browser.token({**form, "client_id": "web", "client_secret": SECRET}, auth=None),
        lambda: browser.token({**form, "client_id": "rafael"}, auth=("web", SECRET)),
    )
    for attempt in tries:
        answer = attempt()
        assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")  # type: ignore[attr-defined]  # a response
        assert answer.headers["WWW-Authenticate"].startswith("Basic")  # type: ignore[attr-defined]  # a response
    assert browser.token({**form, "client_secret": SECRET}).json["error"] == "invalid_request"
    assert browser.exchange(code).status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
        ({"grant_type": "implicit"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "x.y"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "no-dot"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "x\x00"}, "invalid_request"),
    ],
)
def test_a_bad_token_request_is_refused_with_the_error_of_the_rfc(
    browser: Browser, form: dict[str, str], error: str
) -> None:
    answer = browser.token(form)
    assert (answer.status_code, answer.json["error"]) == (400, error)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_repeated_parameter_at_the_token_endpoint_is_refused(browser: Browser) -> None:
    body = "grant_type=refresh_token&refresh_token=a.b&refresh_token=c.d"
    answer = browser.app.test_client().post(
        "/sso/token", data=body, auth=("web", SECRET), content_type="application/x-www-form-urlencoded"
    )
    assert answer.json["error"] == "invalid_request"


def test_a_body_that_is_no_form_is_refused(browser: Browser) -> None:
    answer = browser.app.test_client().post("/sso/token", json={"grant_type": "refresh_token"}, auth=("web", SECRET))
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_an_oversized_body_is_refused(browser: Browser) -> None:
    answer = browser.token({"grant_type": "refresh_token", "refresh_token": "x" * 2_000_000})
    assert answer.status_code == 413


def test_what_leaves_with_a_code_is_not_kept_and_not_told_on(browser: Browser) -> None:
    browser.tokens()
    answer = browser.authorize()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert urlsplit(answer.location).fragment == ""


def test_the_code_of_a_person_who_signed_out_meanwhile_gives_nothing(browser: Browser, new_browser: NewBrowser) -> None:
    hint = browser.tokens()["id_token"]
    code = query_of(browser.authorize().location)["code"]
    browser.get(f"/sso/logout?{urlencode({'id_token_hint': hint})}")
    assert browser.exchange(code).json["error"] == "invalid_grant"
