"""Register a client, or change one."""

from dataclasses import dataclass, field
from datetime import datetime

from chassis.database import Session
from identity.domain.clients import GRANTS, SCOPES, SHORTEST_SECRET, AuthMethod, Client, digest
from identity.domain.errors import InvalidClient
from identity.store import clients


@dataclass(frozen=True, kw_only=True)
class ClientRegistration:
    """A platform as it is to be; `secret` is generated, at least 32 characters, None for a public client."""

    client_id: str
    name: str
    auth_method: AuthMethod
    secret: str | None
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    audience: str | None
    requires_pkce: bool = True
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))
    grants: list[str] = field(default_factory=lambda: list(GRANTS))


def register_client(session: Session, wanted: ClientRegistration, *, now: datetime) -> Client:
    """Make the client be as wanted; the same registration again changes nothing.

    Raises:
        InvalidClient: `figures["reason"]` says why.
    """
    if wanted.secret is not None and len(wanted.secret) < SHORTEST_SECRET:
        raise InvalidClient(figures={"reason": "secret-too-short", "shortest": SHORTEST_SECRET})
    earlier = clients.lock_client(session, wanted.client_id)
    client = Client(
        client_id=wanted.client_id,
        name=wanted.name,
        auth_method=wanted.auth_method,
        secret_hash=digest(wanted.secret) if wanted.secret is not None else None,
        redirect_uris=wanted.redirect_uris,
        post_logout_redirect_uris=wanted.post_logout_redirect_uris,
        scopes=wanted.scopes,
        grants=wanted.grants,
        requires_pkce=wanted.requires_pkce,
        audience=wanted.audience,
        created_at=earlier.created_at if earlier else now,
    )
    client.check()
    return session.merge(client)
