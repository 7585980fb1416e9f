"""A sign-in: one person in one browser, from the answer of the OpenID provider to the end."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.principal import Role

REFRESH_BEFORE = timedelta(seconds=30)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class HeldRole:
    """A role that a person may take; `organisation_id` is None for roles held nowhere in particular."""

    role: Role
    organisation_id: UUID | None
    organisation_name: str | None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is signed in, as the OpenID provider says."""

    account_id: UUID
    given_name: str
    family_name: str
    held: tuple[HeldRole, ...]
    active_role: Role | None
    active_organisation: UUID | None

    @property
    def name(self) -> str:
        """Given name, then family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def active(self) -> HeldRole | None:
        """The pair in force, None before a choice."""
        for held in self.held:
            if (held.role, held.organisation_id) == (self.active_role, self.active_organisation):
                return held
        return None

    def holds(self, *roles: Role) -> tuple[HeldRole, ...]:
        """What the person could switch to in order to act in one of `roles`."""
        return tuple(held for held in self.held if held.role in roles)


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What the OpenID provider gave; never leaves web."""

    access_token: str
    refresh_token: str
    id_token: str
    access_expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long a sign-in may last unused, and at all."""

    idle: timedelta
    lifetime: timedelta


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """A sign-in under way at the OpenID provider (RFC 6749 state, OpenID Connect nonce, RFC 7636 verifier)."""

    state: str
    nonce: str
    code_verifier: str
    return_to: str
    started_at: datetime

    TTL = timedelta(minutes=15)

    def is_over(self, now: datetime) -> bool:
        """Whether the answer came too late."""
        return now - self.started_at > self.TTL


@dataclass(eq=False, kw_only=True)
class SignIn:
    """The row behind the cookie. `sealed` holds the tokens and the person, encrypted; `provider_sign_in` is the `sid`
    under which the provider knows it, None where it gave none."""

    id: UUID
    cookie_hash: bytes
    account_id: UUID
    sealed: str
    created_at: datetime
    last_seen_at: datetime
    provider_sign_in: str | None = None

    def is_over(self, *, now: datetime, limits: Limits) -> bool:
        """Whether the idle or the absolute limit has passed."""
        return now - self.last_seen_at > limits.idle or now - self.created_at > limits.lifetime


def new_attempt(*, return_to: str, now: datetime) -> Attempt:
    """Fresh secrets for one way through the OpenID provider."""
    return Attempt(
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        code_verifier=secrets.token_urlsafe(48),
        return_to=return_to,
        started_at=now,
    )


def new_cookie() -> str:
    """256 bits that nobody guesses."""
    return secrets.token_urlsafe(32)


def hash_of(cookie: str) -> bytes:
    """What is stored of a cookie: SHA-256 is enough for 256 random bits."""
    return hashlib.sha256(cookie.encode()).digest()


def needs_refresh(tokens: Tokens, *, now: datetime) -> bool:
    """Whether the access token is about to expire."""
    return now >= tokens.access_expires_at - REFRESH_BEFORE


def person_of(claims: Mapping[str, Any]) -> Person:
    """The person of verified claims, see contracts/oidc/scopes-and-claims.md.

    Raises:
        KeyError, ValueError: the claims are not of that shape.
    """
    names = {entry["id"]: entry["name"] for entry in claims.get("organisations", [])}
    held = tuple(
        HeldRole(
            role=Role(entry["role"]),
            organisation_id=UUID(entry["organisation"]) if entry.get("organisation") else None,
            organisation_name=names.get(entry.get("organisation")),
        )
        for entry in claims.get("roles", [])
    )
    role, organisation = claims.get("active_role"), claims.get("active_organisation")
    return Person(
        account_id=UUID(claims["sub"]),
        given_name=str(claims.get("given_name", "")),
        family_name=str(claims.get("family_name", "")),
        held=held,
        active_role=Role(role) if role else None,
        active_organisation=UUID(organisation) if organisation else None,
    )
