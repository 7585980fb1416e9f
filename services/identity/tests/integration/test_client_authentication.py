"""How clients prove themselves, and the tokens of a platform's own servers."""

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from chassis import clock
from chassis.database import transaction
from identity.domain.clients import CLIENT_CREDENTIALS, AuthMethod, digest
from identity.domain.errors import InvalidClient
from identity.jobs import purge
from identity.store import clients
from identity.store.client_tables import CLIENTS, USED_ASSERTIONS
from identity.usecases.register_client import ClientRegistration, register_client
from services.identity.tests.integration.arranging import ISSUER, NOW, SECRET, SITE, Browser, an_account
from tests.support.forgeries import forgeries

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
RSA = RSAKey.generate_key(2048, parameters={"kid": "rsa"}, private=True)
EC = ECKey.generate_key("P-256", parameters={"kid": "ec"}, private=True)


def register(client_id: str, method: AuthMethod, **changes: Any) -> None:
    values: dict[str, Any] = {
        "redirect_uris": [],
        "post_logout_redirect_uris": [],
        "grants": [CLIENT_CREDENTIALS],
        "scopes": [],
        "service_scopes": ["rafael:read", "rafael:write"],
        "audience": "rafael-api",
        **changes,
    }
    with transaction() as session:
        register_client(
            session, ClientRegistration(client_id=client_id, name=client_id, auth_method=method, **values), now=NOW
        )


@pytest.fixture
def keyed(browser: Browser) -> Browser:
    """`keyed` proves itself with keys; `server` with a secret."""
    keys = {"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]}
    register("keyed", AuthMethod.PRIVATE_KEY_JWT, jwks=keys)
    register("server", AuthMethod.CLIENT_SECRET_BASIC, secret=SECRET)
    return browser


def assertion(*, key: Any = RSA, alg: str = "RS256", kid: str | None = "rsa", **changes: object) -> str:
    now = int(time.time())
    claims = {
        "iss": "keyed",
        "sub": "keyed",
        "aud": ISSUER,
        "iat": now,
        "exp": now + 60,
        "jti": str(uuid4()),
        **changes,
    }
    header = {"alg": alg, **({"kid": kid} if kid else {})}
    return jwt.encode(header, {n: v for n, v in claims.items() if v is not None}, key, algorithms=[alg])


def ask(browser: Browser, unverified_assertion: str, **changes: str) -> TestResponse:
    form = {
        "grant_type": CLIENT_CREDENTIALS,
        "client_assertion_type": ASSERTION,
        "client_assertion": unverified_assertion,
        **changes,
    }
    return browser.token(form, auth=None)


def test_a_client_proves_itself_by_a_key_of_its_own(keyed: Browser) -> None:
    for made in (assertion(), assertion(alg="PS256"), assertion(key=EC, alg="ES256", kid="ec")):
        assert ask(keyed, made).status_code == 200
    assert ask(keyed, assertion(), client_id="keyed").status_code == 200


@pytest.mark.parametrize("audience", [ISSUER, f"{ISSUER}/token", [ISSUER], [ISSUER, f"{ISSUER}/token"]], ids=str)
def test_the_audience_may_be_the_issuer_or_the_endpoint(keyed: Browser, audience: object) -> None:
    assert ask(keyed, assertion(aud=audience)).status_code == 200


def test_an_assertion_is_used_once_even_where_the_first_use_was_refused(keyed: Browser) -> None:
    made = assertion()
    assert ask(keyed, made, scope="beyond").json["error"] == "invalid_scope"
    assert ask(keyed, made).json["error"] == "invalid_client"


def test_a_used_assertion_is_forgotten_once_nobody_could_use_it_again(keyed: Browser) -> None:
    ask(keyed, assertion())
    purge.run(clock.now())
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(USED_ASSERTIONS)) == 1
    purge.run(clock.now() + timedelta(minutes=2))
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(USED_ASSERTIONS)) == 0


_FAULTS: dict[str, dict[str, Any]] = {
    "iss of another": {"iss": "web"},
    "sub of another": {"sub": "web"},
    "aud elsewhere": {"aud": "https://evil.example.org"},
    "aud elsewhere too": {"aud": [ISSUER, "https://evil.example.org"]},
    "aud empty": {"aud": []},
    "no aud": {"aud": None},
    "no jti": {"jti": None},
    "jti empty": {"jti": ""},
    "jti a number": {"jti": 7},
    "jti long": {"jti": "x" * 300},
    "no exp": {"exp": None},
    "exp past": {"exp": 1},
    "exp a text": {"exp": "tomorrow"},
    "exp far ahead": {"exp": int(time.time()) + 7_200},
    "nbf ahead": {"nbf": int(time.time()) + 3_600},
    "iat ahead": {"iat": int(time.time()) + 3_600},
    "unknown kid": {"kid": "unknown"},
    "no kid among several": {"kid": None},
    "another key of that name": {"key": RSAKey.generate_key(2048, parameters={"kid": "rsa"}, private=True)},
    "kid of another kind": {"key": EC, "alg": "ES256", "kid": "rsa"},
}


@pytest.mark.parametrize("changes", _FAULTS.values(), ids=list(_FAULTS))
def test_an_assertion_that_does_not_hold_proves_nothing(keyed: Browser, changes: dict[str, Any]) -> None:
    answer = ask(keyed, assertion(**changes))
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_a_forged_assertion_proves_nothing(keyed: Browser) -> None:
    now = int(time.time())
    claims = {"iss": "keyed", "sub": "keyed", "aud": ISSUER, "exp": now + 60, "jti": "x"}
    for trick, forged in forgeries(claims, header={"alg": "RS256", "kid": "rsa"}, public_key=RSA).items():
        assert ask(keyed, forged).json["error"] in ("invalid_client", "invalid_request"), trick


def test_one_way_of_proof_and_only_the_registered_one(keyed: Browser) -> None:
    form = {"grant_type": CLIENT_CREDENTIALS}
    both = {**form, "client_assertion_type": ASSERTION, "client_assertion": assertion()}
    assert keyed.token(both, auth=("server", SECRET)).json["error"] == "invalid_request"
    assert keyed.token({**form, "client_id": "server", "client_secret": SECRET}, auth=None).status_code == 401
    assert keyed.token(form, auth=("keyed", SECRET)).status_code == 401
    assert keyed.token({**form, "client_id": "keyed"}, auth=None).status_code == 401
    wrong_type = {**both, "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"}
    assert keyed.token(wrong_type, auth=None).json["error"] == "invalid_client"


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": []},
        {"keys": "x"},
        {"keys": [RSA.as_dict(private=True)]},
        {"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "o"}]},
        {"keys": [RSA.as_dict(private=False), {**EC.as_dict(private=False), "kid": "rsa"}]},
        {"keys": [RSAKey.generate_key(1024, parameters={"kid": "short"}, private=True).as_dict(private=False)]},
    ],
    ids=["nothing", "no key", "no list", "a private key", "a secret", "one name twice", "too short"],
)
def test_keys_that_are_not_public_and_strong_are_not_registered(browser: Browser, keys: dict[str, Any]) -> None:
    with pytest.raises(InvalidClient):
        register("keyed", AuthMethod.PRIVATE_KEY_JWT, jwks=keys)


def test_a_platforms_own_server_gets_a_token_that_stands_for_nobody(keyed: Browser) -> None:
    answer = keyed.token({"grant_type": CLIENT_CREDENTIALS}, auth=("server", SECRET))
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json
    assert body.keys() == {"access_token", "token_type", "expires_in", "scope"}
    claims = keyed.claims(body["access_token"])
    assert claims["sub"] == claims["client_id"] == "server"
    assert (claims["aud"], claims["scope"]) == ("rafael-api", "rafael:read rafael:write")
    assert not claims.keys() & {"roles", "active_role", "family", "email"}


def test_the_scope_may_be_narrower_and_never_wider(keyed: Browser) -> None:
    form = {"grant_type": CLIENT_CREDENTIALS}
    assert keyed.token({**form, "scope": "rafael:read"}, auth=("server", SECRET)).json["scope"] == "rafael:read"
    for scope in ("rafael:admin", "openid", "rafael:read email"):
        refused = keyed.token({**form, "scope": scope}, auth=("server", SECRET))
        assert (refused.status_code, refused.json["error"]) == (400, "invalid_scope")


def test_a_client_for_people_gets_no_token_for_itself_and_the_other_way_round(keyed: Browser) -> None:
    assert keyed.token({"grant_type": CLIENT_CREDENTIALS}).json["error"] == "unauthorized_client"
    code = {"grant_type": "authorization_code", "code": "x", "redirect_uri": "x"}
    assert keyed.token(code, auth=("server", SECRET)).json["error"] == "unauthorized_client"
    asked = keyed.get(f"/sso/authorize?client_id=server&redirect_uri={SITE}&response_type=code&scope=openid")
    assert asked.status_code == 400


def test_a_token_that_stands_for_nobody_opens_nothing_of_a_person(keyed: Browser) -> None:
    register("server", AuthMethod.CLIENT_SECRET_BASIC, secret=SECRET, audience="parcourspro-api")
    token = keyed.token({"grant_type": CLIENT_CREDENTIALS}, auth=("server", SECRET)).json["access_token"]
    assert keyed.userinfo(token).status_code == 401
    assert keyed.get("/api/identity/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_such_a_token_is_introspected_by_its_client_and_its_audience_and_not_revoked(keyed: Browser) -> None:
    register("checker", AuthMethod.CLIENT_SECRET_BASIC, secret=SECRET)
    token = keyed.token({"grant_type": CLIENT_CREDENTIALS}, auth=("server", SECRET)).json["access_token"]
    for client_id, is_active in (("server", True), ("checker", True), ("web", False)):
        told = keyed.post_as(client_id, "/sso/introspect", {"token": token}).json
        assert told["active"] is is_active, client_id
    refused = keyed.post_as("server", "/sso/revoke", {"token": token})
    assert (refused.status_code, refused.json["error"]) == (400, "unsupported_token_type")


def test_a_disabled_client_is_like_an_unknown_one(keyed: Browser) -> None:
    an_account()
    tokens = keyed.tokens()
    with transaction() as session:
        session.execute(CLIENTS.update().values(disabled_at=NOW))
    clients.forget_known()
    assert keyed.refresh(tokens["refresh_token"]).json["error"] == "invalid_client"
    assert keyed.token({"grant_type": CLIENT_CREDENTIALS}, auth=("server", SECRET)).json["error"] == "invalid_client"
    assert keyed.authorize().status_code == 400


def test_a_replaced_secret_is_good_for_a_day_more(keyed: Browser) -> None:
    with transaction() as session:
        values = {"secret_hash": digest("n" * 32), "previous_secret_hash": digest(SECRET)}
        until = clock.now() + timedelta(hours=24)
        session.execute(
            CLIENTS.update().where(CLIENTS.c.client_id == "server").values(previous_secret_until=until, **values)
        )
    form = {"grant_type": CLIENT_CREDENTIALS}
    assert keyed.token(form, auth=("server", SECRET)).status_code == 200
    assert keyed.token(form, auth=("server", "n" * 32)).status_code == 200
    clock.shift(86_401)
    assert keyed.token(form, auth=("server", SECRET)).status_code == 401
