"""Say what is true of a token (RFC 7662) to the client that got it, or to the one whose servers it is for."""

from datetime import datetime
from typing import Any

from chassis.database import Session
from identity.domain.clients import Client, digest
from identity.domain.protocol import Introspection
from identity.store import grants
from identity.usecases.read_access_token import read_access_token

_INACTIVE = Introspection(is_active=False)


def introspect_token(
    session: Session, client: Client, *, unverified_token: str, issuer: str, now: datetime
) -> Introspection:
    """An unknown token and another client's look the same."""
    if unverified_token.count(".") == 1:
        return _introspect_refresh_token(session, client, unverified_token=unverified_token, issuer=issuer, now=now)
    read = read_access_token(session, unverified_token, issuer=issuer, now=now)
    if read is None or not _is_theirs(client, read.claims):
        return _INACTIVE
    told: dict[str, Any] = {name: value for name, value in read.claims.items() if name != "family"}
    return Introspection(is_active=True, claims={**told, "token_type": "Bearer"})


def _is_theirs(client: Client, claims: dict[str, Any]) -> bool:
    is_for_them = client.audience is not None and client.audience == claims["aud"]
    return bool(is_for_them or client.client_id == claims["client_id"])


def _introspect_refresh_token(
    session: Session, client: Client, *, unverified_token: str, issuer: str, now: datetime
) -> Introspection:
    handle, _, secret = unverified_token.partition(".")
    family = grants.find_family_of_handle(session, handle)
    if family is None or family.client_id != client.client_id or not family.is_alive(now):
        return _INACTIVE
    if family.secret_hash != digest(secret):
        return _INACTIVE
    claims = {
        "iss": issuer,
        "sub": str(family.account_id),
        "client_id": family.client_id,
        "scope": family.scope,
        "exp": int(family.ends_at.timestamp()),
    }
    return Introspection(is_active=True, claims=claims)
