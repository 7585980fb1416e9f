"""Clients: the platforms that rely on our sign-in. ParcoursPro's own web is an ordinary one."""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from identity.domain.errors import InvalidClient

SCOPES = ("openid", "profile", "email", "organisations", "roles")
CODE, REFRESH, CLIENT_CREDENTIALS = "authorization_code", "refresh_token", "client_credentials"
GRANTS = (CODE, REFRESH, CLIENT_CREDENTIALS)
PEOPLES_GRANTS = (CODE, REFRESH)
LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
# `aud` of the tokens that our own APIs take.
OUR_AUDIENCE = "parcourspro-api"
# Secrets are generated, never chosen, so a plain hash protects them (no dictionary to try).
SHORTEST_SECRET = 32
# A replaced secret stays good for so long, so that the platform changes its settings without an interruption.
SECRET_OVERLAP = timedelta(hours=24)
# RFC 6749 section 3.3 allows more; these are easy to read in a list separated by spaces.
_SCOPE = re.compile(r"[a-z][a-z0-9:._-]{0,79}")
_CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class AuthMethod(StrEnum):
    """How a client proves itself at the token endpoint (OpenID Connect Core section 9)."""

    CLIENT_SECRET_BASIC = "client_secret_basic"
    CLIENT_SECRET_POST = "client_secret_post"
    PRIVATE_KEY_JWT = "private_key_jwt"
    NONE = "none"


WITH_SECRET = (AuthMethod.CLIENT_SECRET_BASIC, AuthMethod.CLIENT_SECRET_POST)


@dataclass(eq=False, kw_only=True)
class Client:
    """`audience` goes into its access tokens: ours for our own APIs, None for a platform that must not enter them.

    `scopes` are about people; `service_scopes` are the words that its own servers may ask for by client credentials.
    `jwks` holds its public keys for `private_key_jwt`. `changed_by` is None for an operator's command.
    """

    client_id: str
    name: str
    auth_method: AuthMethod
    secret_hash: bytes | None
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    scopes: list[str]
    grants: list[str]
    requires_pkce: bool
    audience: str | None
    created_at: datetime
    changed_at: datetime
    changed_by: UUID | None = None
    service_scopes: list[str] = field(default_factory=list)
    jwks: dict[str, Any] | None = None
    backchannel_logout_uri: str | None = None
    previous_secret_hash: bytes | None = None
    previous_secret_until: datetime | None = None
    disabled_at: datetime | None = None
    version: int = 1

    @property
    def is_public(self) -> bool:
        """A client that can keep no secret."""
        return self.auth_method is AuthMethod.NONE

    def secret_matches(self, unverified_secret: str, *, now: datetime) -> bool:
        """Compared in constant time; the secret before is good for a day after its replacement."""
        given = digest(unverified_secret)
        is_current = self.secret_hash is not None and hmac.compare_digest(self.secret_hash, given)
        until = self.previous_secret_until
        is_previous = self.previous_secret_hash is not None and hmac.compare_digest(self.previous_secret_hash, given)
        return is_current or (is_previous and until is not None and now < until)

    def replace_secret(self, secret: str, *, keeps_old: bool, now: datetime) -> None:
        """Another secret from now on.

        Raises:
            InvalidClient: the client proves itself without one.
        """
        if self.auth_method not in WITH_SECRET:
            raise InvalidClient(figures={"reason": "no-secret-for-this-method"})
        self.previous_secret_hash = self.secret_hash if keeps_old else None
        self.previous_secret_until = now + SECRET_OVERLAP if keeps_old else None
        self.secret_hash = digest(secret)

    def change(self, *, by: UUID | None, now: datetime) -> None:
        """Note that something of it changed."""
        self.changed_at, self.changed_by = now, by
        self.version += 1

    def check(self) -> None:
        """
        Raises:
            InvalidClient: `figures["reason"]` says which rule is broken, see the functions below.
        """
        if not _CLIENT_ID.fullmatch(self.client_id):
            raise InvalidClient(figures={"reason": "odd-client-id"})
        uris = [*self.redirect_uris, *self.post_logout_redirect_uris]
        for uri in [*uris, *([self.backchannel_logout_uri] if self.backchannel_logout_uri else [])]:
            _check_uri(uri)
        _check_grants(self)
        _check_proof(self)


def _check_grants(client: Client) -> None:
    if not client.grants or set(client.grants) - set(GRANTS):
        raise InvalidClient(figures={"reason": "unknown-grant"})
    if (CODE in client.grants) != bool(client.redirect_uris):
        reason = "no-redirect-uri" if CODE in client.grants else "redirect-uri-without-code"
        raise InvalidClient(figures={"reason": reason})
    if REFRESH in client.grants and CODE not in client.grants:
        raise InvalidClient(figures={"reason": "refresh-without-code"})
    if set(client.scopes) - set(SCOPES) or not all(_SCOPE.fullmatch(word) for word in client.service_scopes):
        raise InvalidClient(figures={"reason": "odd-scope"})
    if set(client.service_scopes) & set(SCOPES):
        raise InvalidClient(figures={"reason": "odd-scope"})


def _check_proof(client: Client) -> None:
    if client.is_public and not client.requires_pkce:
        raise InvalidClient(figures={"reason": "public-without-pkce"})
    if client.is_public and CLIENT_CREDENTIALS in client.grants:
        raise InvalidClient(figures={"reason": "public-with-client-credentials"})
    if (client.auth_method in WITH_SECRET) != (client.secret_hash is not None):
        raise InvalidClient(figures={"reason": "secret-and-method-disagree"})
    if (client.auth_method is AuthMethod.PRIVATE_KEY_JWT) != (client.jwks is not None):
        raise InvalidClient(figures={"reason": "keys-and-method-disagree"})


def _check_uri(uri: str) -> None:
    parts = urlsplit(uri)
    if parts.scheme not in ("https", "http") or not parts.netloc or "@" in parts.netloc:
        raise InvalidClient(figures={"reason": "not-an-absolute-address", "uri": uri})
    if "#" in uri or "\\" in uri or not uri.isascii() or any(character.isspace() for character in uri):
        raise InvalidClient(figures={"reason": "odd-characters", "uri": uri})
    host = parts.netloc.rpartition(":")[0] or parts.netloc
    if parts.scheme == "http" and host not in LOOPBACK:
        raise InvalidClient(figures={"reason": "not-https", "uri": uri})


def digest(secret: str) -> bytes:
    """SHA-256 of a generated secret (client secret, code, refresh token, sign-in): what the database keeps of it."""
    return hashlib.sha256(secret.encode()).digest()
