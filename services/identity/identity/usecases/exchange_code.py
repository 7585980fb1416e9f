"""Exchange a code for tokens, once."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from chassis.database import Session
from chassis.ids import new_id
from chassis.logs import log
from identity.domain.accounts import Account, AccountState
from identity.domain.clients import Client, digest
from identity.domain.grants import AuthorizationCode, SignIn, TokenFamily
from identity.domain.lifetimes import ACCESS_TOKEN_TTL_S
from identity.domain.protocol import IssuedTokens, Refusal
from identity.domain.rights import only_choice
from identity.store import accounts, grants, sign_ins
from identity.usecases.issue_tokens import TokenSubject, issue_access_token, issue_id_token

HANDLE_BYTES = 24
SECRET_BYTES = 32
_LOG = log(__name__)


@dataclass(frozen=True, kw_only=True)
class CodeRedemption:
    """What the client sent with the code."""

    unverified_code: str
    redirect_uri: str | None
    code_verifier: str | None


def exchange_code(
    session: Session, client: Client, *, redemption: CodeRedemption, issuer: str, now: datetime
) -> IssuedTokens | Refusal:
    """The refusal of a second redemption is returned, not raised: it revokes what the first gave (RFC 9700 4.13)."""
    code = grants.lock_code(session, redemption.unverified_code)
    if code is None:
        return _invalid("The code is unknown")
    if code.used_at is not None:
        _revoke_what_it_gave(session, code, now=now)
        return _invalid("The code was used before; what it gave is revoked")
    fault = code.fault(
        client_id=client.client_id, redirect_uri=redemption.redirect_uri, verifier=redemption.code_verifier, now=now
    )
    if fault is not None:
        return _invalid(fault)
    sign_in = sign_ins.find_sign_in(session, code.sign_in_id)
    account = accounts.find_account(session, code.account_id)
    if sign_in is None or sign_in.ended_at is not None or account is None or account.state is not AccountState.ACTIVE:
        return _invalid("The person signed out meanwhile")
    person = _Person(sign_in=sign_in, account=account, issuer=issuer)
    return _redeem(session, client, code=code, person=person, now=now)


@dataclass(frozen=True, kw_only=True)
class _Person:
    sign_in: SignIn
    account: Account
    issuer: str


def _redeem(
    session: Session, client: Client, *, code: AuthorizationCode, person: _Person, now: datetime
) -> IssuedTokens:
    handle, secret = secrets.token_urlsafe(HANDLE_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    family = TokenFamily(
        id=new_id(),
        client_id=client.client_id,
        account_id=person.account.id,
        sign_in_id=person.sign_in.id,
        scope=code.scope,
        handle_hash=digest(handle),
        secret_hash=digest(secret),
        active_role=None,
        active_organisation=None,
        authenticated_at=person.sign_in.authenticated_at,
        created_at=now,
        used_at=now,
        ends_at=person.sign_in.ends_at,
    )
    family.activate(only_choice(person.account.pairs()))
    session.add(family)
    session.flush()
    code.used_at, code.family_id = now, family.id
    subject = TokenSubject.of(family, person.account, client=client, issuer=person.issuer)
    return IssuedTokens(
        access_token=issue_access_token(session, subject, scope=code.scope, now=now),
        expires_in_s=ACCESS_TOKEN_TTL_S,
        refresh_token=f"{handle}.{secret}" if "refresh_token" in client.grants else None,
        scope=code.scope,
        id_token=issue_id_token(session, subject, code=code, sign_in=person.sign_in, now=now),
    )


def _revoke_what_it_gave(session: Session, code: AuthorizationCode, *, now: datetime) -> None:
    family = grants.lock_family(session, code.family_id) if code.family_id else None
    if family is not None:
        family.revoke(reason="code used twice", now=now)
        _LOG.warning("a code was used twice", client_id=code.client_id, family_id=str(family.id))


def _invalid(description: str) -> Refusal:
    return Refusal(error="invalid_grant", description=description)
