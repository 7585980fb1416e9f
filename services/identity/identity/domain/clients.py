"""Clients: the platforms that rely on our sign-in. ParcoursPro's own web is an ordinary one."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from identity.domain.errors import InvalidClient

SCOPES = ("openid", "profile", "email", "organisations", "roles")
GRANTS = ("authorization_code", "refresh_token")
LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
# Secrets are generated, never chosen, so a plain hash protects them (no dictionary to try).
SHORTEST_SECRET = 32


class AuthMethod(StrEnum):
    """How a client proves itself at the token endpoint (OpenID Connect Core section 9)."""

    CLIENT_SECRET_BASIC = "client_secret_basic"
    CLIENT_SECRET_POST = "client_secret_post"
    NONE = "none"


@dataclass(eq=False, kw_only=True)
class Client:
    """`audience` goes into its access tokens: ours for our own APIs, None for a platform that must not enter them."""

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

    @property
    def is_public(self) -> bool:
        """A client that can keep no secret."""
        return self.auth_method is AuthMethod.NONE

    def secret_matches(self, unverified_secret: str) -> bool:
        """Compared in constant time."""
        return self.secret_hash is not None and hmac.compare_digest(self.secret_hash, digest(unverified_secret))

    def check(self) -> None:
        """
        Raises:
            InvalidClient: an address is not absolute, not https off loopback, or has a fragment; a public client
                without PKCE; a secret where there is none to be, or none where there should be one.
        """
        for uri in [*self.redirect_uris, *self.post_logout_redirect_uris]:
            _check_uri(uri)
        if not self.redirect_uris:
            raise InvalidClient(figures={"reason": "no-redirect-uri"})
        if self.is_public and not self.requires_pkce:
            raise InvalidClient(figures={"reason": "public-without-pkce"})
        if self.is_public == (self.secret_hash is not None):
            raise InvalidClient(figures={"reason": "secret-and-method-disagree"})


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
