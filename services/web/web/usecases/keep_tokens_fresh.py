"""Trade the refresh token for new tokens, one request at a time for each sign-in."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from web.clients.openid import OpenIdProvider
from web.domain.errors import SignInEnded, Unreachable
from web.domain.sign_ins import HeldRole, Person, Tokens, needs_refresh, person_of
from web.store import sign_ins
from web.store.seal import Seal


def keep_tokens_fresh(
    session: Session, sign_in_id: UUID, *, provider: OpenIdProvider, seal: Seal, now: datetime
) -> Tokens:
    """Tokens that are good for now: whoever waited for the lock finds those of the one before.

    Raises:
        SignInEnded: the sign-in is gone, or the provider gives no more tokens.
    """
    sign_in = sign_ins.lock(session, sign_in_id)
    if sign_in is None:
        raise SignInEnded
    tokens, person = seal.open_sign_in(sign_in.sealed)
    if needs_refresh(tokens, now=now):
        tokens, person = traded(tokens, person, provider=provider, now=now)
        sign_in.sealed = seal.close_sign_in(tokens, person)
    return tokens


def traded(
    tokens: Tokens, person: Person, *, provider: OpenIdProvider, now: datetime, switch_to: HeldRole | None = None
) -> tuple[Tokens, Person]:
    """New tokens, and the person as the provider now knows them.

    Once the refresh token is spent nothing may fail: without an answer about the person, the earlier one stands.
    """
    fresh = provider.refresh(tokens, now=now, switch_to=switch_to)
    try:
        return fresh, person_of(provider.claims_about(fresh, account_id=person.account_id))
    except (Unreachable, SignInEnded, KeyError, ValueError):
        if switch_to is None:
            return fresh, person
        return fresh, replace(person, active_role=switch_to.role, active_organisation=switch_to.organisation_id)
