"""The browser comes back from the OpenID provider: check the answer, take tokens, keep a sign-in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.ids import new_id
from web.clients.openid import OpenIdProvider
from web.domain.errors import SignInEnded, SignInFailed
from web.domain.sign_ins import Attempt, Person, SignIn, Tokens, hash_of, new_cookie, person_of
from web.store import sign_ins
from web.store.seal import Seal


@dataclass(frozen=True, kw_only=True)
class UnverifiedAnswer:
    """The query of the redirect, as it came."""

    state: str | None
    code: str | None
    issuer: str | None
    error: str | None


@dataclass(frozen=True, kw_only=True)
class Completed:
    """The value for the cookie, and who it stands for."""

    cookie: str
    person: Person


def complete_sign_in(
    session: Session, answer: UnverifiedAnswer, *, attempt: Attempt, provider: OpenIdProvider, seal: Seal, now: datetime
) -> Completed:
    """Keep a new sign-in under a new cookie.

    Raises:
        SignInFailed: state, issuer, code, ID token or nonce do not hold, or the provider said no.
    """
    if answer.state != attempt.state:
        raise SignInFailed("the state is not ours")
    if attempt.is_over(now):
        raise SignInFailed("the answer came too late")
    provider.check_issuer(answer.issuer)
    if answer.error or not answer.code:
        raise SignInFailed("the provider said no")
    tokens, claims = provider.exchange(answer.code, attempt, now=now)
    person = _person(provider, tokens, claims=claims)
    cookie = new_cookie()
    sign_ins.add(
        session,
        SignIn(
            id=new_id(),
            cookie_hash=hash_of(cookie),
            account_id=person.account_id,
            sealed=seal.close_sign_in(tokens, person),
            created_at=now,
            last_seen_at=now,
            provider_sign_in=claims.get("sid"),
        ),
    )
    return Completed(cookie=cookie, person=person)


def _person(provider: OpenIdProvider, tokens: Tokens, *, claims: dict[str, Any]) -> Person:
    try:
        return person_of({**claims, **provider.claims_about(tokens, account_id=UUID(claims["sub"]))})
    except (SignInEnded, KeyError, ValueError) as fault:
        raise SignInFailed("the claims are not of our shape") from fault
