"""The provider tells web that a sign-in has ended: it ends here, and nothing else can say so."""

import time
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from sqlalchemy import func, select

from chassis.database import transaction
from services.web.tests.integration.conftest import SignIn
from tests.support import tokens
from web.store.tables import SIGN_INS

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TYPE = "logout+jwt"


def number_of_sign_ins() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(SIGN_INS)) or 0


def logout_token(neighbours: Any, *, type_: str = TYPE, key: Any = None, **changes: object) -> str:
    now = int(time.time())
    claims: dict[str, object] = {
        "iss": neighbours.issuer,
        "aud": "web",
        "sub": neighbours.person["sub"],
        "sid": neighbours.sign_in,
        "iat": now,
        "exp": now + 120,
        "jti": str(uuid4()),
        "events": {EVENT: {}},
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": tokens.KEY_ID, "typ": type_}, kept, key or tokens.key())


def tell(app: Flask, token: str) -> int:
    return app.test_client().post("/connexion/fin", data={"logout_token": token}).status_code


def test_the_end_at_the_provider_is_the_end_here(sign_in: SignIn, neighbours: Any, app: Flask) -> None:
    browser = sign_in()
    assert browser.get("/profil").status_code == 200
    assert tell(app, logout_token(neighbours)) == 200
    assert browser.get("/profil").status_code == 302
    assert number_of_sign_ins() == 0


def test_a_logout_told_twice_is_no_error(sign_in: SignIn, neighbours: Any, app: Flask) -> None:
    sign_in()
    token = logout_token(neighbours)
    assert [tell(app, token), tell(app, token)] == [200, 200]


def test_the_end_of_another_sign_in_ends_nothing_here(sign_in: SignIn, neighbours: Any, app: Flask) -> None:
    sign_in()
    assert tell(app, logout_token(neighbours, sid=str(uuid4()))) == 200
    assert number_of_sign_ins() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "rafael"},
        {"iss": "https://evil.example.org/sso"},
        {"exp": 1},
        {"exp": None},
        {"iat": None},
        {"events": None},
        {"events": {"http://schemas.openid.net/event/other": {}}},
        {"events": [EVENT]},
        {"nonce": "n"},
        {"sid": None},
        {"type_": "JWT"},
        {"type_": "at+jwt"},
    ],
    ids=str,
)
def test_a_token_that_is_no_logout_token_for_us_ends_nothing(
    sign_in: SignIn, neighbours: Any, app: Flask, changes: dict[str, Any]
) -> None:
    sign_in()
    assert tell(app, logout_token(neighbours, **changes)) == 400
    assert number_of_sign_ins() == 1


def test_a_token_of_a_stranger_ends_nothing(sign_in: SignIn, neighbours: Any, app: Flask) -> None:
    sign_in()
    foreign = tokens.RSAKey.generate_key(2048, parameters={"kid": tokens.KEY_ID}, private=True)
    for token in (logout_token(neighbours, key=foreign), "", "a.b.c", "no token at all"):
        assert tell(app, token) == 400
    assert number_of_sign_ins() == 1


def test_strange_key_names_do_not_make_us_ask_the_provider_again_and_again(
    sign_in: SignIn, neighbours: Any, app: Flask, browser: FlaskClient
) -> None:
    sign_in()
    asked = len(neighbours.asked("GET", "/sso/jwks.json"))
    for number in range(5):
        token = jwt.encode({"alg": "RS256", "kid": f"k{number}", "typ": TYPE}, {"iss": "x"}, tokens.key())
        assert tell(app, token) == 400
    assert len(neighbours.asked("GET", "/sso/jwks.json")) == asked
