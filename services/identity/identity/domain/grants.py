"""What a sign-in gives to clients: a code, then a family of refresh tokens. The secrets are kept as hashes."""

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis.principal import Role
from identity.domain.lifetimes import SIGN_IN_IDLE
from identity.domain.rights import Pair

# Authentication methods of RFC 8176.
PASSWORD = "pwd"
ACR_PASSWORD = "urn:parcourspro:acr:password"
ACR_TWO_FACTORS = "urn:parcourspro:acr:two-factors"


@dataclass(eq=False, kw_only=True)
class SignIn:
    """One person signed in with one browser. `seen_at` moves when a client asks for a code; `methods` are those of
    RFC 8176: `pwd`, `otp` where a code was asked, `pop` and `user` of a passkey; `agent` is what the browser says."""

    id: UUID
    account_id: UUID
    token_hash: bytes
    authenticated_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    methods: list[str] = field(default_factory=lambda: [PASSWORD])
    agent: str = ""

    def is_alive(self, now: datetime, *, last_use: datetime | None = None) -> bool:
        """Whether it still counts; `last_use` is when one of its clients last refreshed."""
        silent_since = max(self.seen_at, last_use or self.seen_at)
        return self.ended_at is None and now < self.ends_at and now - silent_since < SIGN_IN_IDLE

    @property
    def amr(self) -> list[str]:
        """How the person proved themselves, for the ID token (RFC 8176)."""
        return [*self.methods, "mfa"] if len(self.methods) > 1 else list(self.methods)

    @property
    def acr(self) -> str:
        """How sure that is, see contracts/oidc."""
        return ACR_TWO_FACTORS if len(self.methods) > 1 else ACR_PASSWORD


@dataclass(eq=False, kw_only=True)
class AuthorizationCode:
    """A code: for one client and redirect address, once, for a minute (RFC 6749 section 4.1.2, RFC 7636)."""

    code_hash: bytes
    client_id: str
    redirect_uri: str
    sign_in_id: UUID
    account_id: UUID
    scope: str
    nonce: str | None
    code_challenge: str | None
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    family_id: UUID | None = None

    def fault(self, *, client_id: str, redirect_uri: str | None, verifier: str | None, now: datetime) -> str | None:
        """What is wrong with this redemption, None where nothing is."""
        if now >= self.expires_at:
            return "The code has expired"
        if client_id != self.client_id:
            return "The code was issued to another client"
        if redirect_uri != self.redirect_uri:
            return "redirect_uri differs from the one of the authorization request"
        return self._verifier_fault(verifier)

    def _verifier_fault(self, verifier: str | None) -> str | None:
        if self.code_challenge is None:
            # A verifier without a challenge: somebody removed the challenge on the way (RFC 9700 section 4.8.2).
            return "code_verifier was sent, but the request had no code_challenge" if verifier else None
        if verifier is None:
            return "code_verifier is missing"
        if not hmac.compare_digest(s256(verifier), self.code_challenge):
            return "code_verifier does not match"
        return None


def s256(verifier: str) -> str:
    """The challenge of a verifier (RFC 7636 section 4.6)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(eq=False, kw_only=True)
class TokenFamily:
    """All refresh tokens that came from one code. Only the newest is good; an older one means that two parties hold it.

    A refresh token is `<handle>.<secret>`: the handle names the family and never leaves its holders, the secret changes
    at each use. So whoever brings the handle with another secret brings a used token.
    """

    id: UUID
    client_id: str
    account_id: UUID
    sign_in_id: UUID
    scope: str
    handle_hash: bytes
    secret_hash: bytes
    active_role: Role | None
    active_organisation: UUID | None
    authenticated_at: datetime
    created_at: datetime
    used_at: datetime
    ends_at: datetime
    revoked_at: datetime | None = None
    revoked_for: str | None = None

    def is_alive(self, now: datetime) -> bool:
        """Whether its tokens are good."""
        return self.revoked_at is None and now < self.ends_at and now - self.used_at < SIGN_IN_IDLE

    def revoke(self, *, reason: str, now: datetime) -> None:
        """End it; a second time changes nothing."""
        if self.revoked_at is None:
            self.revoked_at, self.revoked_for = now, reason

    @property
    def active(self) -> Pair | None:
        """The active role and organisation."""
        return Pair(role=self.active_role, organisation_id=self.active_organisation) if self.active_role else None

    def activate(self, pair: Pair | None) -> None:
        """Make a pair active, None for none."""
        self.active_role = pair.role if pair else None
        self.active_organisation = pair.organisation_id if pair else None
