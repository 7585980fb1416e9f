"""Give a platform's own servers a token of their own (RFC 6749 section 4.4); it stands for nobody."""

from datetime import datetime

from chassis.database import Session
from identity.domain.clients import Client
from identity.domain.lifetimes import ACCESS_TOKEN_TTL_S
from identity.domain.protocol import IssuedTokens, Refusal
from identity.usecases.issue_tokens import issue_client_token


def grant_client_credentials(
    session: Session, client: Client, *, scope: str | None, issuer: str, now: datetime
) -> IssuedTokens | Refusal:
    """All service scopes of the client where it names none; never a refresh token (section 4.4.3)."""
    wanted = list(dict.fromkeys(scope.split())) if scope is not None else client.service_scopes
    if not set(wanted) <= set(client.service_scopes):
        return Refusal(error="invalid_scope", description="The client is not registered for this scope")
    granted = " ".join(wanted)
    return IssuedTokens(
        access_token=issue_client_token(session, client, scope=granted, issuer=issuer, now=now),
        expires_in_s=ACCESS_TOKEN_TTL_S,
        refresh_token=None,
        scope=granted,
    )
