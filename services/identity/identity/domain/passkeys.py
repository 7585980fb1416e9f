"""Passkeys (W3C Web Authentication level 2): a key pair per site whose private half stays with the person's device."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit
from uuid import UUID

# Authentication methods (RFC 8176 and IANA's registry): possession of a key, and the person was there and verified.
PASSKEY_METHODS = ("pop", "user")
MOST_PASSKEYS = 20
LONGEST_NAME = 60
_CHALLENGE_BYTES = 32


@dataclass(eq=False, kw_only=True)
class Passkey:
    """One per device or synchronised store. `public_key` is a COSE key (RFC 9052); `sign_count` is the newest that its
    authenticator told, 0 for those that do not count; `transports` are those of WebAuthn section 5.8.4."""

    id: UUID
    account_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    is_synced: bool = False
    transports: list[str] = field(default_factory=list)
    last_used_at: datetime | None = None

    LONGEST_NAME: ClassVar = LONGEST_NAME

    def take(self, sign_count: int, *, now: datetime) -> bool:
        """Whether this use comes after the one before; a count that does not grow means that two hold the key
        (WebAuthn section 6.1.1). It is noted by this."""
        if (sign_count or self.sign_count) and sign_count <= self.sign_count:
            return False
        self.sign_count, self.last_used_at = sign_count, now
        return True


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """Who asks for the key: `id` is the host that it is bound to, `origin` the only one that may ask."""

    id: str
    origin: str

    @classmethod
    def of(cls, issuer: str) -> "RelyingParty":
        """Of the address of the OpenID provider, from the settings: whatever a request's headers say."""
        parts = urlsplit(issuer)
        return cls(id=parts.hostname or "", origin=f"{parts.scheme}://{parts.netloc}")


def new_challenge() -> bytes:
    """256 random bits; WebAuthn section 13.4.3 wants 128 at least."""
    return secrets.token_bytes(_CHALLENGE_BYTES)
