"""A token holds or is refused; the gateway's word counts for nothing here (RFC 8725, RFC 9068)."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

ME = "/api/things/v1/me"
Token = Callable[..., str]


def asked(client: FlaskClient, token: str) -> int:
    return client.get(ME, headers={"Authorization": f"Bearer {token}"}).status_code


def unsigned(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def test_the_bearer_of_a_valid_token_is_let_in(client: FlaskClient, token: Token) -> None:
    answer = client.get(ME, headers={"Authorization": f"Bearer {token()}"})
    assert answer.status_code == 200
    assert answer.json == {"label": "01930000-0000-7000-8000-000000000001"}


@pytest.mark.parametrize(
    "change",
    [
        {"exp": int(time.time()) - 60},
        {"exp": ...},
        {"iss": "http://127.0.0.1/other"},
        {"iss": ...},
        {"aud": "rafael"},
        {"aud": ...},
        {"sub": ...},
        {"sub": "not-a-uuid"},
        {"active_role": "emperor"},
    ],
)
def test_a_token_whose_claims_do_not_hold_is_refused(client: FlaskClient, token: Token, change: dict[str, Any]) -> None:
    assert asked(client, token(**change)) == 401


def test_a_token_signed_by_another_key_under_our_kid_is_refused(
    client: FlaskClient, token: Token, other_key: RSAKey
) -> None:
    assert asked(client, token(key=other_key)) == 401


@pytest.mark.parametrize("kid", ["unknown", "", "../../etc/passwd", None, 7])
def test_a_kid_of_the_attackers_choice_is_refused(client: FlaskClient, token: Token, kid: object) -> None:
    text = token()
    _, payload, signature = text.split(".")
    header = unsigned({"alg": "RS256", "kid": kid})
    assert asked(client, f"{header}.{payload}.{signature}") == 401


def test_a_token_without_signature_is_refused(client: FlaskClient, token: Token) -> None:
    payload = token().split(".")[1]
    assert asked(client, f"{unsigned({'alg': 'none', 'kid': 'k1'})}.{payload}.") == 401


def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(
    client: FlaskClient, token: Token, private_key: RSAKey
) -> None:
    head = f"{unsigned({'alg': 'HS256', 'kid': 'k1'})}.{token().split('.')[1]}"
    digest = hmac.new(private_key.as_pem(private=False), head.encode(), hashlib.sha256).digest()
    assert asked(client, f"{head}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}") == 401


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer a.b.c", "Bearer é"])
def test_without_a_token_the_answer_says_so(client: FlaskClient, header: str | None) -> None:
    answer = client.get(ME, headers={} if header is None else {"Authorization": header.encode().decode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json is not None
    assert answer.json["code"] == "unauthenticated"


@pytest.mark.parametrize("header", ["X-Consumer-Username", "X-User-Id", "X-Authenticated-Userid", "X-Forwarded-User"])
def test_headers_of_a_gateway_are_no_identity(client: FlaskClient, header: str) -> None:
    assert client.get(ME, headers={header: "01930000-0000-7000-8000-000000000001"}).status_code == 401


def test_a_role_that_is_held_but_not_active_does_not_open_the_door(client: FlaskClient, token: Token) -> None:
    answer = client.post(
        "/api/things/v1/things",
        json={"label": "a"},
        headers={"Authorization": f"Bearer {token(active_role='staff', active_organisation=None)}"},
    )
    assert answer.status_code == 403
    assert answer.json is not None
    assert (answer.json["code"], answer.json["next_step"]) == ("forbidden", "switch-role")
