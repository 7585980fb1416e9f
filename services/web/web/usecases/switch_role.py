"""Act in another role or for another organisation, without signing in again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from web.clients.openid import OpenIdProvider
from web.domain.errors import SignInEnded
from web.domain.sign_ins import HeldRole, Person
from web.store import sign_ins
from web.store.seal import Seal
from web.usecases.keep_tokens_fresh import traded


def switch_role(
    session: Session, sign_in_id: UUID, *, to: HeldRole, provider: OpenIdProvider, seal: Seal, now: datetime
) -> Person:
    """The person as the provider sees them afterwards, under the lock of the sign-in.

    A provider that does not follow is no error here: its tokens are kept all the same, and the caller compares.

    Raises:
        SignInEnded: the sign-in is gone, or the provider gives no more tokens.
        RoleNotGiven: the provider refused; the tokens are as they were.
    """
    sign_in = sign_ins.lock(session, sign_in_id)
    if sign_in is None:
        raise SignInEnded
    tokens, person = traded(*seal.open_sign_in(sign_in.sealed), provider=provider, now=now, switch_to=to)
    sign_in.sealed = seal.close_sign_in(tokens, person)
    return person
