"""Revoke a token at its client's wish (RFC 7009): the whole family goes, access tokens are refused at our own doors."""

from datetime import datetime

from chassis.database import Session
from identity.domain.clients import Client
from identity.domain.grants import TokenFamily
from identity.store import grants
from identity.usecases.read_access_token import read_access_token


def revoke_token(session: Session, client: Client, *, unverified_token: str, issuer: str, now: datetime) -> None:
    """A token that is unknown, or another client's, changes nothing and is no error (RFC 7009 section 2.2)."""
    family = _family_of(session, unverified_token, issuer=issuer, now=now)
    if family is not None and family.client_id == client.client_id:
        family.revoke(reason="revoked by the client", now=now)


def _family_of(session: Session, unverified_token: str, *, issuer: str, now: datetime) -> TokenFamily | None:
    if unverified_token.count(".") == 1:
        handle, _, _ = unverified_token.partition(".")
        return grants.lock_family_of_handle(session, handle)
    read = read_access_token(session, unverified_token, issuer=issuer, now=now)
    return grants.lock_family(session, read.family.id) if read else None
