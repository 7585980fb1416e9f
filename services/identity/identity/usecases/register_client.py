"""Register a client by an operator's command, or change one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis.database import Session
from identity.domain.client_changes import ClientFact, terms_of
from identity.domain.clients import PEOPLES_GRANTS, SCOPES, SHORTEST_SECRET, AuthMethod, Client, digest
from identity.domain.errors import InvalidClient
from identity.store import assertions, clients
from identity.usecases.remember_client_change import remember_client_change


@dataclass(frozen=True, kw_only=True)
class ClientRegistration:
    """A platform as it is to be; `secret` is generated, at least 32 characters, None where it has none.

    `jwks` holds public keys, for `private_key_jwt` only.
    """

    client_id: str
    name: str
    auth_method: AuthMethod
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    secret: str | None = None
    jwks: dict[str, Any] | None = None
    backchannel_logout_uri: str | None = None
    audience: str | None = None
    requires_pkce: bool = True
    scopes: list[str] = field(default_factory=lambda: list(SCOPES))
    service_scopes: list[str] = field(default_factory=list)
    grants: list[str] = field(default_factory=lambda: list(PEOPLES_GRANTS))


def register_client(session: Session, wanted: ClientRegistration, *, now: datetime) -> Client:
    """Make the client be as wanted; the same registration again changes nothing but its version. One that staff have
    disabled stays so. What differs is remembered.

    Raises:
        InvalidClient: `figures["reason"]` says why.
    """
    if wanted.secret is not None and len(wanted.secret) < SHORTEST_SECRET:
        raise InvalidClient(figures={"reason": "secret-too-short", "shortest": SHORTEST_SECRET})
    if wanted.jwks is not None:
        assertions.check_public_keys(wanted.jwks)
    earlier = clients.lock_client(session, wanted.client_id)
    client = Client(
        client_id=wanted.client_id,
        name=wanted.name,
        auth_method=wanted.auth_method,
        secret_hash=digest(wanted.secret) if wanted.secret is not None else None,
        jwks=wanted.jwks,
        redirect_uris=wanted.redirect_uris,
        post_logout_redirect_uris=wanted.post_logout_redirect_uris,
        backchannel_logout_uri=wanted.backchannel_logout_uri,
        scopes=wanted.scopes,
        service_scopes=wanted.service_scopes,
        grants=wanted.grants,
        requires_pkce=wanted.requires_pkce,
        audience=wanted.audience,
        created_at=earlier.created_at if earlier else now,
        changed_at=now,
        disabled_at=earlier.disabled_at if earlier else None,
        version=earlier.version + 1 if earlier else 1,
    )
    client.check()
    before = terms_of(earlier) if earlier else None
    kept = session.merge(client)
    session.flush()
    fact = ClientFact.CHANGED if earlier else ClientFact.REGISTERED
    remember_client_change(session, kept, fact=fact, before=before, by=None, now=now)
    return kept
