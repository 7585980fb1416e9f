"""Staff register platforms and change them. Those that enter our own APIs are an operator's business."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.database import Session
from chassis.errors import NotFound, StaleVersion
from chassis.logs import log
from identity.domain.client_changes import ClientFact, terms_of
from identity.domain.clients import (
    CLIENT_CREDENTIALS,
    OUR_AUDIENCE,
    PEOPLES_GRANTS,
    WITH_SECRET,
    AuthMethod,
    Client,
    digest,
)
from identity.domain.errors import ClientExists, InvalidClient, OperatorsClient
from identity.domain.rights import Actor
from identity.store import assertions, clients, grants
from identity.usecases.check_authority import check_staff
from identity.usecases.remember_client_change import remember_client_change

SECRET_BYTES = 32
_LOG = log(__name__)


@dataclass(frozen=True, kw_only=True)
class PlatformTerms:
    """What staff say about a platform. Addresses make it one for people, service scopes one for its own servers."""

    name: str
    redirect_uris: list[str]
    post_logout_redirect_uris: list[str]
    backchannel_logout_uri: str | None
    scopes: list[str]
    service_scopes: list[str]
    requires_pkce: bool
    audience: str | None
    jwks: dict[str, Any] | None

    def apply_to(self, client: Client) -> None:
        """
        Raises:
            InvalidClient: `figures["reason"]` says why.
        """
        if self.audience == OUR_AUDIENCE:
            raise InvalidClient(figures={"reason": "audience-is-ours"})
        if self.jwks is not None:
            assertions.check_public_keys(self.jwks)
        client.name = self.name
        client.redirect_uris = self.redirect_uris
        client.post_logout_redirect_uris = self.post_logout_redirect_uris
        client.backchannel_logout_uri = self.backchannel_logout_uri
        client.scopes = self.scopes
        client.service_scopes = self.service_scopes
        client.requires_pkce = self.requires_pkce
        client.audience = self.audience
        client.jwks = self.jwks
        people = PEOPLES_GRANTS if self.redirect_uris else ()
        client.grants = [*people, *([CLIENT_CREDENTIALS] if self.service_scopes else [])]
        client.check()


def register_platform(
    session: Session, client_id: str, *, auth_method: AuthMethod, terms: PlatformTerms, by: Actor, now: datetime
) -> Client:
    """Add a platform. One that proves itself by a secret has none that anybody knows until it is given one.

    Raises:
        Forbidden: not staff.
        ClientExists: there is one of this identifier.
        InvalidClient: it cannot be registered like this.
    """
    check_staff(session, by)
    client = Client(
        client_id=client_id,
        name=terms.name,
        auth_method=auth_method,
        secret_hash=digest(secrets.token_urlsafe(SECRET_BYTES)) if auth_method in WITH_SECRET else None,
        redirect_uris=[],
        post_logout_redirect_uris=[],
        scopes=[],
        grants=[],
        requires_pkce=True,
        audience=None,
        created_at=now,
        changed_at=now,
        changed_by=by.account_id,
    )
    terms.apply_to(client)
    if not clients.add_client(session, client):
        raise ClientExists(figures={"client_id": client_id})
    remember_client_change(session, client, fact=ClientFact.REGISTERED, before=None, by=by.account_id, now=now)
    _LOG.info("a client was registered", client_id=client_id)
    return client


def change_platform(
    session: Session, client_id: str, *, terms: PlatformTerms, expected_version: int | None, by: Actor, now: datetime
) -> Client:
    """Say the terms anew; how it proves itself stays.

    Raises:
        Forbidden, NotFound, OperatorsClient, StaleVersion: see `_locked`.
        InvalidClient: it cannot be registered like this.
    """
    client = _locked(session, client_id, by=by)
    if expected_version is not None and expected_version != client.version:
        raise StaleVersion(figures={"expected": expected_version, "found": client.version}, next_step="reload")
    before = terms_of(client)
    terms.apply_to(client)
    client.change(by=by.account_id, now=now)
    remember_client_change(session, client, fact=ClientFact.CHANGED, before=before, by=by.account_id, now=now)
    return client


def replace_secret(
    session: Session, client_id: str, *, keeps_old: bool, by: Actor, now: datetime
) -> tuple[Client, str]:
    """A new secret, in clear this once; the old one stays good for a day, or not.

    Raises:
        Forbidden, NotFound, OperatorsClient: see `_locked`.
        InvalidClient: the platform proves itself without a secret.
    """
    client = _locked(session, client_id, by=by)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    client.replace_secret(secret, keeps_old=keeps_old, now=now)
    client.change(by=by.account_id, now=now)
    fact = ClientFact.SECRET_REPLACED if keeps_old else ClientFact.SECRET_REPLACED_AT_ONCE
    remember_client_change(session, client, fact=fact, before=terms_of(client), by=by.account_id, now=now)
    _LOG.info("a client got a new secret", client_id=client_id, keeps_old=keeps_old)
    return client, secret


def disable_platform(session: Session, client_id: str, *, is_disabled: bool, by: Actor, now: datetime) -> Client:
    """A disabled platform is like an unknown one, and its refresh tokens end. A second time changes nothing.

    Raises:
        Forbidden, NotFound, OperatorsClient: see `_locked`.
    """
    client = _locked(session, client_id, by=by)
    if (client.disabled_at is not None) == is_disabled:
        return client
    client.disabled_at = now if is_disabled else None
    if is_disabled:
        grants.revoke_families(session, client_id=client_id, reason="client disabled", now=now)
    client.change(by=by.account_id, now=now)
    fact = ClientFact.DISABLED if is_disabled else ClientFact.ENABLED
    remember_client_change(session, client, fact=fact, before=terms_of(client), by=by.account_id, now=now)
    _LOG.info("a client was disabled or enabled", client_id=client_id, is_disabled=is_disabled)
    return client


def _locked(session: Session, client_id: str, *, by: Actor) -> Client:
    """
    Raises:
        Forbidden: not staff.
        NotFound: no such client.
        OperatorsClient: it enters our own APIs.
    """
    check_staff(session, by)
    client = clients.lock_client(session, client_id)
    if client is None:
        raise NotFound
    if client.audience == OUR_AUDIENCE:
        raise OperatorsClient(figures={"client_id": client_id})
    return client
