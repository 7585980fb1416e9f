"""Revoke a token at its client's wish (RFC 7009): the whole family goes, access tokens are refused at our own doors."""

from datetime import datetime

from chassis.database import Session
from identity.domain.clients import Client
from identity.domain.grants import TokenFamily
from identity.domain.protocol import Refusal
from identity.store import grants
from identity.usecases.read_access_token import read_access_token


def revoke_token(
    session: Session, client: Client, *, unverified_token: str, issuer: str, now: datetime
) -> Refusal | None:
    """A token that is unknown, or another client's, changes nothing and is no error (RFC 7009 section 2.2). One that
    stands for the client itself lives its five minutes: nothing of it is kept that could be revoked (section 2.2.1)."""
    if unverified_token.count(".") == 1:
        handle, _, _ = unverified_token.partition(".")
        _revoke(grants.lock_family_of_handle(session, handle), client, now=now)
        return None
    read = read_access_token(session, unverified_token, issuer=issuer, now=now)
    if read is None or read.claims["client_id"] != client.client_id:
        return None
    if read.family is None:
        return Refusal(error="unsupported_token_type", description="A token of a client itself cannot be revoked")
    _revoke(grants.lock_family(session, read.family.id), client, now=now)
    return None


def _revoke(family: TokenFamily | None, client: Client, *, now: datetime) -> None:
    if family is not None and family.client_id == client.client_id:
        family.revoke(reason="revoked by the client", now=now)
