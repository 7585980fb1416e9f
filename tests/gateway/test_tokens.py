"""Who may pass: RS256 by a known key, not expired, in the Authorization header, and nothing else."""

import time
from collections.abc import Callable

import pytest

from tests.gateway.door import Door
from tests.gateway.tokens import Signer, part

PATH = "/api/enrolment/v1/enrolments"
Forge = Callable[[Signer], str]

REFUSED: dict[str, Forge] = {
    "expired": lambda signer: signer.token(exp=int(time.time()) - 1),
    "without exp": lambda signer: signer.token(exp=None),
    "with exp as text": lambda signer: signer.token(exp="never"),
    "with exp as an object": lambda signer: signer.token(exp={"at": 9999999999}),
    "with a negative exp": lambda signer: signer.token(exp=-1),
    "alg none": lambda signer: signer.unsigned("none"),
    "alg None": lambda signer: signer.unsigned("None"),
    "alg RS256 without a signature": lambda signer: signer.unsigned("RS256"),
    "HS256 with the public key": lambda signer: signer.forged_with_public_key(),
    "signed RS256 that says RS384": lambda signer: signer.token(header={"alg": "RS384"}),
    "signed RS256 that says HS256": lambda signer: signer.token(header={"alg": "HS256"}),
    "signed RS256 that says none": lambda signer: signer.token(header={"alg": "none"}),
    "unknown kid": lambda signer: signer.token(header={"kid": "another-key"}),
    "kid that is a path": lambda signer: signer.token(header={"kid": "../keys/first-key"}),
    "no kid": lambda signer: signer.token(header={"kid": None}),
    "another signer under a known kid": lambda signer: Signer.fresh(signer.kid).token(),
    "altered claims": lambda signer: signer.altered(),
    "two parts": lambda signer: ".".join(signer.token().split(".")[:2]),
    "four parts": lambda signer: signer.token() + ".x",
    "claims that are no JSON": lambda signer: _signed(signer, "bm90IGpzb24"),
    "no token": lambda signer: "",
    "rubbish": lambda signer: "rubbish",
}


def _signed(signer: Signer, claims: str) -> str:
    text = f"{part({'alg': 'RS256', 'kid': signer.kid})}.{claims}"
    return f"{text}.{signer.sign(text)}"


@pytest.mark.parametrize("name", REFUSED)
def test_a_token_that_does_not_hold_is_refused(gateway: Door, name: str) -> None:
    answer = gateway.ask("GET", PATH, token=REFUSED[name](gateway.signer))

    assert answer.is_problem("unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_request_without_a_token_is_refused(gateway: Door) -> None:
    answer = gateway.ask("GET", PATH)

    assert answer.status == 401
    assert answer.is_problem("unauthenticated")
    assert answer.headers["x-correlation-id"]


def test_a_token_that_holds_passes_on_to_the_service(gateway: Door) -> None:
    token = gateway.token

    assert gateway.ask("GET", PATH, token=token).seen["authorization"] == f"Bearer {token}"


@pytest.mark.parametrize("scheme", ["Basic", "Token", "JWT", ""])
def test_another_scheme_is_no_token(gateway: Door, scheme: str) -> None:
    assert gateway.send("GET", PATH, headers={"Authorization": f"{scheme} {gateway.token}".strip()}).status == 401


@pytest.mark.parametrize("name", ["jwt", "access_token", "token"])
def test_a_token_in_the_query_is_not_looked_at(gateway: Door, name: str) -> None:
    assert gateway.ask("GET", f"{PATH}?{name}={gateway.token}").status == 401


@pytest.mark.parametrize("name", ["jwt", "access_token", "Authorization"])
def test_a_token_in_a_cookie_is_not_looked_at(gateway: Door, name: str) -> None:
    assert gateway.send("GET", PATH, headers={"Cookie": f"{name}={gateway.token}"}).status == 401


def test_two_authorization_headers_are_refused(gateway: Door) -> None:
    bad = gateway.signer.token(exp=1)
    request = (
        f"GET {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        f"Authorization: Bearer {gateway.token}\r\nAuthorization: Bearer {bad}\r\n\r\n"
    )

    assert b" 401 " in gateway.raw(request.encode()).splitlines()[0] + b" "


def test_a_token_says_nothing_where_nobody_asks_for_one(gateway: Door) -> None:
    assert gateway.ask("GET", "/api/catalogue/v1/themes", token="rubbish").status == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_no_method_passes_without_a_token(gateway: Door, method: str) -> None:
    assert gateway.ask(method, PATH).status == 401


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "get", "BREW"])
def test_an_odd_method_does_not_pass_either(gateway: Door, method: str) -> None:
    request = f"{method} {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    assert int(gateway.raw(request.encode()).split()[1]) in (400, 401, 405)
