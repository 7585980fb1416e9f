"""Write access and ID tokens, see contracts/oidc/scopes-and-claims.md."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.database import Session
from chassis.ids import new_id
from identity.domain.accounts import Account
from identity.domain.clients import Client
from identity.domain.grants import AuthorizationCode, TokenFamily
from identity.domain.lifetimes import ACCESS_TOKEN_TTL_S, ID_TOKEN_TTL_S
from identity.store import key_ring, signing_keys

ID_TOKEN_TYPE = "JWT"


@dataclass(frozen=True, kw_only=True)
class TokenSubject:
    """Whom and what the tokens are about."""

    issuer: str
    client: Client
    family: TokenFamily
    account: Account


def issue_access_token(session: Session, subject: TokenSubject, *, scope: str, now: datetime) -> str:
    """A JWT by RFC 9068. Its audience is the client's; without one, our userinfo endpoint is all it opens."""
    family = subject.family
    active = family.active
    claims = {
        **_common(subject, now=now, ttl_s=ACCESS_TOKEN_TTL_S),
        "aud": subject.client.audience or subject.issuer,
        "client_id": subject.client.client_id,
        "jti": str(new_id()),
        "scope": scope,
        "family": str(family.id),
        "roles": [pair.as_claim() for pair in subject.account.pairs()],
        "active_role": active.role.value if active else None,
        "active_organisation": str(active.organisation_id) if active and active.organisation_id else None,
    }
    key = signing_keys.current_key(session)
    return key_ring.sign(claims, key=key, token_type=key_ring.ACCESS_TOKEN_TYPE)


def issue_id_token(session: Session, subject: TokenSubject, *, code: AuthorizationCode, now: datetime) -> str:
    """A JWT by OpenID Connect Core section 2; `sid` names the sign-in, for logout."""
    claims = {
        **_common(subject, now=now, ttl_s=ID_TOKEN_TTL_S),
        "aud": subject.client.client_id,
        "auth_time": int(subject.family.authenticated_at.timestamp()),
        "amr": ["pwd"],
        "sid": str(subject.family.sign_in_id),
        **({"nonce": code.nonce} if code.nonce is not None else {}),
    }
    key = signing_keys.current_key(session)
    return key_ring.sign(claims, key=key, token_type=ID_TOKEN_TYPE)


def _common(subject: TokenSubject, *, now: datetime, ttl_s: int) -> dict[str, Any]:
    issued_at = int(now.timestamp())
    return {"iss": subject.issuer, "sub": str(subject.account.id), "iat": issued_at, "exp": issued_at + ttl_s}
