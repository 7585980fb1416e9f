"""Words of OAuth 2.0 and OpenID Connect that the use cases share with the doors."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An error as the RFCs name it. Returned by use cases, so that what it must leave behind is kept."""

    error: str
    description: str


@dataclass(frozen=True, kw_only=True)
class AuthorizationRequest:
    """An authorization request that passed every check (OpenID Connect Core section 3.1.2.1).

    `max_age_s` in seconds. `hinted_account` is whom the `id_token_hint` names.
    """

    client_id: str
    redirect_uri: str
    scope: str
    state: str | None
    nonce: str | None
    code_challenge: str | None
    prompts: frozenset[str]
    max_age_s: int | None
    hinted_account: UUID | None


@dataclass(frozen=True, kw_only=True)
class SignInNeeded:
    """Nobody suitable is signed in; the person must be asked."""


@dataclass(frozen=True, kw_only=True)
class CodeIssued:
    """The code for the client, in clear; only its hash is kept."""

    code: str


@dataclass(frozen=True, kw_only=True)
class IssuedTokens:
    """A token response (RFC 6749 section 5.1); `id_token` only where a code was exchanged."""

    access_token: str
    expires_in_s: int
    refresh_token: str | None
    scope: str
    id_token: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientCredentials:
    """What a client showed at an endpoint; `method` is how (OpenID Connect Core section 9).

    `client_id` may be None beside an assertion, which names the client itself.
    """

    client_id: str | None
    method: str
    unverified_secret: str | None = None
    unverified_assertion: str | None = None


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A sign-in succeeded. `token` is for the person's browser; only its hash is kept."""

    token: str
    account_id: UUID
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class SignInRefused:
    """A sign-in failed; the same words whether the account exists or not. `until`: no attempt is looked at before."""

    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SecondFactorNeeded:
    """The password was right; `pending` is for the person's browser. `must_enrol`: there is no factor yet, and
    this account is not let in without one."""

    pending: str
    must_enrol: bool


@dataclass(frozen=True, kw_only=True)
class Introspection:
    """What is true of a token (RFC 7662 section 2.2); `claims` is empty where it is not active."""

    is_active: bool
    claims: dict[str, Any] = field(default_factory=dict)
