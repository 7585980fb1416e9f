"""Authenticate a client at the token, revocation or introspection endpoint."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chassis.database import Session
from identity.domain.assertions import assertion_fault
from identity.domain.clients import AuthMethod, Client
from identity.domain.protocol import ClientCredentials, Refusal
from identity.store import assertions, clients

_REFUSED = Refusal(error="invalid_client", description="The client is unknown or did not prove itself as registered")


def authenticate_client(
    session: Session, credentials: ClientCredentials, *, issuer: str, now: datetime
) -> Client | Refusal:
    """The client, if it proved itself by the method it is registered with; the refusal does not say what was wrong.

    Returned, not raised: an assertion stays used even where what was asked with it is refused.
    """
    client_id = credentials.client_id
    if client_id is None:
        client_id = assertions.claimed_client(credentials.unverified_assertion or "")
    client = clients.known_client(session, client_id) if client_id else None
    if client is None or client.disabled_at is not None or client.auth_method.value != credentials.method:
        return _REFUSED
    return client if _is_proved(session, client, shown=credentials, issuer=issuer, now=now) else _REFUSED


def _is_proved(session: Session, client: Client, *, shown: ClientCredentials, issuer: str, now: datetime) -> bool:
    if client.auth_method is AuthMethod.NONE:
        return True
    if client.auth_method is not AuthMethod.PRIVATE_KEY_JWT:
        return client.secret_matches(shown.unverified_secret or "", now=now)
    claims = assertions.verified_assertion(shown.unverified_assertion or "", jwks=client.jwks or {"keys": []})
    if claims is None or assertion_fault(claims, client_id=client.client_id, issuer=issuer, now=now) is not None:
        return False
    return assertions.use_once(session, client_id=client.client_id, jti=claims["jti"], expires_at=_end_of(claims))


def _end_of(claims: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(claims["exp"], UTC)
