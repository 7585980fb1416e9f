"""Access tokens: verified again by every service, whatever the gateway did (RFC 9068, RFC 8725).

Each view says who may call it with `@requires(…)` or `@public`; a test of the house refuses views that say nothing.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast
from uuid import UUID

import httpx
import orjson
from flask import current_app, g, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import GuestProtocol, Key, KeySet

from chassis import clock
from chassis.errors import Forbidden, KeysUnavailable, Unauthenticated
from chassis.principal import Principal, Role

AUDIENCE = "parcourspro-api"
LEEWAY_S = 5
REFETCH_S = 10.0
_View = TypeVar("_View", bound=Callable[..., Any])


class TokenVerifier:
    """Verifies access tokens against the issuer's published keys, read again (not too often) when a `kid` is new."""

    def __init__(self, *, issuer: str, jwks_url: str) -> None:
        values = {"iss": {"value": issuer}, "aud": {"value": AUDIENCE}, "exp": {}, "sub": {}}
        self._essential: Any = {name: {"essential": True, **value} for name, value in values.items()}
        self._jwks_url = jwks_url
        self._keys: KeySet | None = None
        self._fetched_at = float("-inf")
        self._lock = threading.Lock()

    def _fetch(self) -> KeySet:
        if self._jwks_url.startswith("file://"):
            document = Path(self._jwks_url.removeprefix("file://")).read_text()
        else:
            answer = httpx.get(self._jwks_url, timeout=5.0)
            answer.raise_for_status()
            document = answer.text
        return KeySet.import_key_set(orjson.loads(document))

    def _key_of(self, token: GuestProtocol) -> Key:
        """The key that the token's `kid` names; headers are unverified here, the algorithm is pinned by the caller."""
        unverified_kid = token.headers().get("kid")
        with self._lock:
            key = self._known(unverified_kid)
            if key is None and time.monotonic() - self._fetched_at > REFETCH_S:
                self._keys, self._fetched_at = self._fetch(), time.monotonic()
                key = self._known(unverified_kid)
        if key is None:
            raise Unauthenticated(next_step="sign-in")
        return key

    def _known(self, kid: object) -> Key | None:
        keys = self._keys.keys if self._keys else []
        return next((key for key in keys if kid is not None and key.kid == kid), None)

    def verify(self, unverified_token: str) -> Principal:
        """The bearer of the token.

        Raises:
            Unauthenticated: signature, algorithm, issuer, audience, or times do not hold.
            KeysUnavailable: the issuer's keys cannot be read now.
        """
        try:
            token = jwt.decode(unverified_token, self._key_of, algorithms=["RS256"])
            now = int(clock.now().timestamp())
            jwt.JWTClaimsRegistry(now=now, leeway=LEEWAY_S, **self._essential).validate(token.claims)
            return principal_of(token.claims)
        except (JoseError, ValueError, KeyError, TypeError) as fault:
            raise Unauthenticated(next_step="sign-in") from fault
        except (httpx.HTTPError, OSError) as fault:
            raise KeysUnavailable(next_step="try-again") from fault


def principal_of(claims: dict[str, Any]) -> Principal:
    """The principal of verified claims, see contracts/oidc/scopes-and-claims.md."""
    held = frozenset(
        (Role(entry["role"]), UUID(entry["organisation"]) if entry.get("organisation") else None)
        for entry in claims.get("roles", [])
    )
    role, organisation = claims.get("active_role"), claims.get("active_organisation")
    return Principal(
        account_id=UUID(claims["sub"]),
        active_role=Role(role) if role else None,
        active_organisation=UUID(organisation) if organisation else None,
        roles=held,
        client_id=str(claims.get("client_id", "")),
    )


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated(next_step="sign-in")
    return token.strip()


def requires(*roles: Role) -> Callable[[_View], _View]:
    """Let in the bearer of a valid token whose ACTIVE role is one of `roles`; without any, every signed-in account."""

    def decorate(view: _View) -> _View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            verifier: TokenVerifier = current_app.extensions["token_verifier"]
            principal = verifier.verify(_bearer())
            if roles and principal.active_role not in roles:
                raise Forbidden(
                    figures={"active_role": principal.active_role, "allowed": sorted(roles)}, next_step="switch-role"
                )
            g.principal = principal
            return view(*args, **kwargs)

        guarded.access = tuple(sorted(roles)) or ("signed-in",)  # type: ignore[attr-defined]  # read by tests/conventions
        return cast(_View, guarded)

    return decorate


def public(view: _View) -> _View:
    """Say that anybody may call this view."""
    view.access = ("public",)  # type: ignore[attr-defined]  # read by tests/conventions
    return view


def current_principal() -> Principal:
    """Who asks, inside a view that `requires` a token."""
    return cast(Principal, g.principal)
