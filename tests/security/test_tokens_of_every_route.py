"""Who may not, may not: no route does anything for a token that does not hold or a role that is not its own."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from chassis.principal import Role
from tests.security.stand import PRIVATE, STRANGE_ORGANISATION, STRANGER, Route, Stand, is_problem
from tests.support import tokens

Claims = dict[str, Any]


def _claims(**changes: Any) -> Claims:
    return {**tokens.claims_for(STRANGER, role="staff"), **changes}


def _signed_by_another() -> str:
    return jwt.encode({"alg": "RS256", "kid": tokens.KEY_ID}, _claims(), RSAKey.generate_key(2048))


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _unsigned() -> str:
    return f"{_part({'alg': 'none', 'kid': tokens.KEY_ID})}.{_part(_claims())}."


def _signed_with_the_public_key_as_a_secret() -> str:
    """By hand: libraries refuse to make such a token."""
    head = f"{_part({'alg': 'HS256', 'kid': tokens.KEY_ID})}.{_part(_claims())}"
    signature = hmac.digest(tokens.key().as_pem(private=False), head.encode(), "sha256")
    return f"{head}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


_BAD: dict[str, Callable[[], str]] = {
    "nonsense": lambda: "nonsense",
    "three dots": lambda: "a.b.c",
    "unsigned": _unsigned,
    "of another key": _signed_by_another,
    "of the public key as a secret": _signed_with_the_public_key_as_a_secret,
    "expired": lambda: tokens.sign(_claims(exp=int(time.time()) - 60)),
    "without an end": lambda: tokens.sign({name: value for name, value in _claims().items() if name != "exp"}),
    "for another platform": lambda: tokens.sign(_claims(aud="rafael-api")),
    "of another issuer": lambda: tokens.sign(_claims(iss="https://elsewhere.example/sso")),
    "of nobody": lambda: tokens.sign(_claims(sub="nobody")),
    "with a role we do not know": lambda: tokens.sign(_claims(active_role="emperor")),
}


@pytest.fixture(scope="module")
def bad_tokens() -> dict[str, str]:
    return {name: make() for name, make in _BAD.items()}


@pytest.mark.parametrize("route", PRIVATE, ids=str)
def test_without_a_token_every_route_but_the_public_ones_refuses(route: Route, stand: Stand) -> None:
    answer = stand.ask(route, json=stand.smallest_body(route))
    assert is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("what", _BAD)
@pytest.mark.parametrize("route", PRIVATE, ids=str)
def test_a_token_that_does_not_hold_opens_nothing(
    route: Route, stand: Stand, bad_tokens: dict[str, str], what: str
) -> None:
    header = {"Authorization": f"Bearer {bad_tokens[what]}"}
    assert is_problem(stand.ask(route, headers=header, json=stand.smallest_body(route)), 401)


@pytest.mark.parametrize("route", PRIVATE, ids=str)
def test_headers_that_a_gateway_might_set_are_nobody(route: Route, stand: Stand) -> None:
    headers = {
        "X-Consumer-Username": "staff",
        "X-Consumer-Custom-Id": str(STRANGER),
        "X-User-Id": str(STRANGER),
        "X-Userinfo": _part(_claims()),
    }
    assert is_problem(stand.ask(route, headers=headers, json=stand.smallest_body(route)), 401)


_NOT_THEIRS = [(route, role) for route in PRIVATE if route.roles for role in [*Role, None] if role not in route.roles]


@pytest.mark.parametrize(("route", "role"), _NOT_THEIRS, ids=str)
def test_a_role_that_is_not_the_routes_own_is_refused(route: Route, stand: Stand, role: Role | None) -> None:
    organisation = None if role in (Role.STAFF, None) else STRANGE_ORGANISATION
    # The right role is held too, but it is not the active one.
    held: list[tuple[str, Any]] = [(right, STRANGE_ORGANISATION) for right in sorted(route.roles)]
    header = tokens.bearer(STRANGER, role=role, organisation_id=organisation, roles=held)
    assert is_problem(stand.ask(route, headers=header, json=stand.smallest_body(route)), 403)
