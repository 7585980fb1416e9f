"""Read one of our own access tokens: for userinfo, introspection and revocation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from identity.domain.grants import TokenFamily
from identity.store import clients, grants, key_ring, signing_keys


@dataclass(frozen=True, kw_only=True)
class ReadToken:
    """A token whose signature, issuer and times hold; `family` is the living one it comes from, None where the token
    stands for a client itself."""

    claims: dict[str, Any]
    family: TokenFamily | None


def read_access_token(session: Session, unverified_token: str, *, issuer: str, now: datetime) -> ReadToken | None:
    """None for anything but a living access token of ours. No leeway: the same clock wrote it."""
    claims = key_ring.verified_claims(
        unverified_token, keys=signing_keys.published_keys(session), token_type=key_ring.ACCESS_TOKEN_TYPE
    )
    if claims is None or claims.get("iss") != issuer or not claims.get("exp", 0) > now.timestamp():
        return None
    if "family" not in claims:
        client = clients.known_client(session, claims["client_id"])
        is_known = client is not None and client.disabled_at is None
        return ReadToken(claims=claims, family=None) if is_known else None
    family = grants.find_family(session, UUID(claims["family"]))
    return ReadToken(claims=claims, family=family) if family is not None and family.is_alive(now) else None
