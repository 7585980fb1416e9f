"""Trade the refresh token for new tokens, one request at a time for each sign-in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from web.clients.openid import OpenIdProvider
from web.domain.errors import SignInEnded
from web.domain.sign_ins import Tokens, needs_refresh
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
        tokens = provider.refresh(tokens, now=now)
        sign_in.sealed = seal.close_sign_in(tokens, person)
    return tokens
