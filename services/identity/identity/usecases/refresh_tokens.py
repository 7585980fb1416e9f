"""Refresh tokens, with rotation; and switch the active role and organisation on the way."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from chassis.database import Session
from chassis.logs import log
from identity.domain.accounts import Account, AccountState
from identity.domain.clients import Client, digest
from identity.domain.grants import TokenFamily
from identity.domain.lifetimes import ACCESS_TOKEN_TTL_S
from identity.domain.protocol import IssuedTokens, Refusal
from identity.domain.rights import find_pair, still_held
from identity.store import accounts, grants, sign_ins
from identity.store.rotation import Presented, rotate
from identity.usecases.issue_tokens import TokenSubject, issue_access_token

SECRET_BYTES = 32
_LOG = log(__name__)


@dataclass(frozen=True, kw_only=True)
class RefreshWish:
    """What the client sent: its refresh token, perhaps a narrower scope, perhaps the pair that is to be active."""

    unverified_token: str
    scope: str | None = None
    active_role: str | None = None
    active_organisation: str | None = None


def refresh_tokens(
    session: Session, client: Client, *, wish: RefreshWish, issuer: str, now: datetime
) -> IssuedTokens | Refusal:
    """The family is locked, so of two refreshes at once the second brings a used token, which revokes the family:
    that refusal is returned, not raised. A refused switch or scope leaves the token as it was."""
    if wish.active_role is None and wish.active_organisation is None and wish.scope is None:
        renewed = _renew(session, client, wish=wish, issuer=issuer, now=now)
        if renewed is not None:
            return renewed
    return _refresh_with_care(session, client, wish=wish, issuer=issuer, now=now)


def _renew(session: Session, client: Client, *, wish: RefreshWish, issuer: str, now: datetime) -> IssuedTokens | None:
    """What almost every refresh is: the same again. None where it is not so simple; nothing has changed then."""
    handle, _, secret = wish.unverified_token.partition(".")
    next_secret = secrets.token_urlsafe(SECRET_BYTES)
    presented = Presented(
        unverified_handle=handle, unverified_secret=secret, client_id=client.client_id, next_secret=next_secret
    )
    rotated = rotate(session, presented, now=now)
    if rotated is None:
        return None
    active = still_held(rotated.active, rotated.held)
    if active != rotated.active:
        grants.activate(session, rotated.family_id, pair=active)
    subject = TokenSubject(
        issuer=issuer,
        client=client,
        family_id=rotated.family_id,
        account_id=rotated.account_id,
        active=active,
        held=rotated.held,
    )
    return IssuedTokens(
        access_token=issue_access_token(session, subject, scope=rotated.scope, now=now),
        expires_in_s=ACCESS_TOKEN_TTL_S,
        refresh_token=f"{handle}.{next_secret}",
        scope=rotated.scope,
    )


def _refresh_with_care(
    session: Session, client: Client, *, wish: RefreshWish, issuer: str, now: datetime
) -> IssuedTokens | Refusal:
    handle, _, secret = wish.unverified_token.partition(".")
    family = grants.lock_family_of_handle(session, handle)
    if family is None or not family.is_alive(now):
        return _invalid("The refresh token is unknown, has expired or is revoked")
    if family.client_id != client.client_id or family.secret_hash != digest(secret):
        family.revoke(reason="refresh token used twice", now=now)
        _LOG.warning("a refresh token was used twice", client_id=client.client_id, family_id=str(family.id))
        return _invalid("The refresh token was used before; all its family is revoked")
    account = _account_of(session, family)
    if account is None:
        return _invalid("The person signed out meanwhile")
    refusal = _apply_wish(family, account, wish=wish)
    if refusal is not None:
        return refusal
    renewed = secrets.token_urlsafe(SECRET_BYTES)
    family.secret_hash, family.used_at = digest(renewed), now
    scope = wish.scope or family.scope
    subject = TokenSubject.of(family, account, client=client, issuer=issuer)
    return IssuedTokens(
        access_token=issue_access_token(session, subject, scope=scope, now=now),
        expires_in_s=ACCESS_TOKEN_TTL_S,
        refresh_token=f"{handle}.{renewed}",
        scope=scope,
    )


def _account_of(session: Session, family: TokenFamily) -> Account | None:
    sign_in = sign_ins.find_sign_in(session, family.sign_in_id)
    if sign_in is None or sign_in.ended_at is not None:
        return None
    account = accounts.find_account(session, family.account_id)
    return account if account is not None and account.state is AccountState.ACTIVE else None


def _apply_wish(family: TokenFamily, account: Account, *, wish: RefreshWish) -> Refusal | None:
    if wish.scope is not None and not set(wish.scope.split()) <= set(family.scope.split()):
        return Refusal(error="invalid_scope", description="The scope goes beyond what was granted")
    held = account.pairs()
    if wish.active_role is None:
        if wish.active_organisation is not None:
            return Refusal(error="invalid_request", description="active_organisation needs active_role")
        family.activate(still_held(family.active, held))
        return None
    pair = find_pair(held, role=wish.active_role, organisation=wish.active_organisation)
    if pair is None:
        return Refusal(error="access_denied", description="The account does not hold this role there")
    family.activate(pair)
    return None


def _invalid(description: str) -> Refusal:
    return Refusal(error="invalid_grant", description=description)
