"""Access tokens as identity would issue them, signed with a key of the tests."""

import json
import tempfile
import time
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER = "http://127.0.0.1:8080/sso"
AUDIENCE = "parcourspro-api"
KEY_ID = "test-key"
# Longer than any run: many test modules make their headers when they are collected.
LIFETIME_S = 6 * 3600
Held = tuple[str, UUID | str | None]


@cache
def key() -> RSAKey:
    """The private key of this test process."""
    return RSAKey.generate_key(2048, parameters={"kid": KEY_ID, "use": "sig", "alg": "RS256"}, private=True)


@cache
def jwks_url() -> str:
    """A file:// address to give as PP_JWKS_URL."""
    path = Path(tempfile.mkdtemp(prefix="parcourspro-jwks-")) / "jwks.json"
    path.write_text(json.dumps({"keys": [key().as_dict(private=False)]}))
    return f"file://{path}"


def _entry(held: Held) -> dict[str, str | None]:
    role, organisation = held
    return {"role": role, "organisation": str(organisation) if organisation else None}


def claims_for(
    account_id: UUID | str,
    *,
    role: str | None = None,
    organisation_id: UUID | str | None = None,
    roles: list[Held] | None = None,
) -> dict[str, object]:
    """The claims of a good token; `roles` (held) defaults to the active pair alone."""
    held = roles if roles is not None else [(role, organisation_id)] if role else []
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(account_id),
        "client_id": "web",
        "jti": str(uuid4()),
        "iat": now,
        "exp": now + LIFETIME_S,
        "roles": [_entry(entry) for entry in held],
        "active_role": role,
        "active_organisation": str(organisation_id) if organisation_id else None,
    }


def sign(claims: dict[str, object]) -> str:
    """Any claims, good or bad, with our good signature."""
    return jwt.encode({"alg": "RS256", "kid": KEY_ID, "typ": "at+jwt"}, claims, key())


def token_for(
    account_id: UUID | str,
    *,
    role: str | None = None,
    organisation_id: UUID | str | None = None,
    roles: list[Held] | None = None,
) -> str:
    return sign(claims_for(account_id, role=role, organisation_id=organisation_id, roles=roles))


def bearer(
    account_id: UUID | str,
    *,
    role: str | None = None,
    organisation_id: UUID | str | None = None,
    roles: list[Held] | None = None,
) -> dict[str, str]:
    """The header of a request that carries such a token."""
    token = token_for(account_id, role=role, organisation_id=organisation_id, roles=roles)
    return {"Authorization": f"Bearer {token}"}
