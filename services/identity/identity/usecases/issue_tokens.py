"""Write access and ID tokens, see contracts/oidc/scopes-and-claims.md."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.ids import new_id
from identity.domain.accounts import Account
from identity.domain.clients import Client
from identity.domain.grants import AuthorizationCode, SignIn, TokenFamily
from identity.domain.lifetimes import ACCESS_TOKEN_TTL_S, ID_TOKEN_TTL_S
from identity.domain.rights import Pair
from identity.store import key_ring, signing_keys

ID_TOKEN_TYPE = "JWT"


@dataclass(frozen=True, kw_only=True)
class TokenSubject:
    """Whom and what the tokens are about."""

    issuer: str
    client: Client
    family_id: UUID
    account_id: UUID
    active: Pair | None
    held: list[Pair]

    @classmethod
    def of(cls, family: TokenFamily, account: Account, *, client: Client, issuer: str) -> "TokenSubject":
        """Of what was read one by one."""
        return cls(
            issuer=issuer,
            client=client,
            family_id=family.id,
            account_id=account.id,
            active=family.active,
            held=account.pairs(),
        )


def issue_access_token(session: Session, subject: TokenSubject, *, scope: str, now: datetime) -> str:
    """A JWT by RFC 9068. Its audience is the client's; without one, our userinfo endpoint is all it opens."""
    active = subject.active
    claims = {
        **_common(subject, now=now, ttl_s=ACCESS_TOKEN_TTL_S),
        "aud": subject.client.audience or subject.issuer,
        "client_id": subject.client.client_id,
        "jti": str(new_id()),
        "scope": scope,
        "family": str(subject.family_id),
        "roles": [pair.as_claim() for pair in subject.held],
        "active_role": active.role.value if active else None,
        "active_organisation": str(active.organisation_id) if active and active.organisation_id else None,
    }
    key = signing_keys.current_key(session)
    return key_ring.sign(claims, key=key, token_type=key_ring.ACCESS_TOKEN_TYPE)


def issue_client_token(session: Session, client: Client, *, scope: str, issuer: str, now: datetime) -> str:
    """A JWT by RFC 9068 for a client itself: `sub` is the client, there is no person and no role in it."""
    claims = {
        **_times(now, ttl_s=ACCESS_TOKEN_TTL_S),
        "iss": issuer,
        "sub": client.client_id,
        "aud": client.audience or issuer,
        "client_id": client.client_id,
        "jti": str(new_id()),
        "scope": scope,
    }
    key = signing_keys.current_key(session)
    return key_ring.sign(claims, key=key, token_type=key_ring.ACCESS_TOKEN_TYPE)


def issue_id_token(
    session: Session, subject: TokenSubject, *, code: AuthorizationCode, sign_in: SignIn, now: datetime
) -> str:
    """A JWT by OpenID Connect Core section 2; `sid` names the sign-in, for logout."""
    claims = {
        **_common(subject, now=now, ttl_s=ID_TOKEN_TTL_S),
        "aud": subject.client.client_id,
        "auth_time": int(sign_in.authenticated_at.timestamp()),
        "acr": sign_in.acr,
        "amr": sign_in.amr,
        "sid": str(sign_in.id),
        **({"nonce": code.nonce} if code.nonce is not None else {}),
    }
    key = signing_keys.current_key(session)
    return key_ring.sign(claims, key=key, token_type=ID_TOKEN_TYPE)


def _common(subject: TokenSubject, *, now: datetime, ttl_s: int) -> dict[str, Any]:
    return {"iss": subject.issuer, "sub": str(subject.account_id), **_times(now, ttl_s=ttl_s)}


def _times(now: datetime, *, ttl_s: int) -> dict[str, int]:
    issued_at = int(now.timestamp())
    return {"iat": issued_at, "exp": issued_at + ttl_s}
