"""Act in another role or for another organisation, without signing in again."""

from datetime import datetime
from uuid import UUID

from chassis.errors import Forbidden
from sqlalchemy.orm import Session

from web.clients.openid import OpenIdProvider
from web.domain.errors import SignInEnded
from web.domain.sign_ins import HeldRole, Person, person_of
from web.store import sign_ins
from web.store.seal import Seal


def switch_role(
    session: Session, sign_in_id: UUID, *, to: HeldRole, provider: OpenIdProvider, seal: Seal, now: datetime
) -> Person:
    """The person in the new role, under the lock of the sign-in; the provider has the last word.

    Raises:
        SignInEnded: the sign-in is gone, or the provider gives no more tokens.
        Forbidden: the provider did not follow: the role is not held any more.
    """
    sign_in = sign_ins.lock(session, sign_in_id)
    if sign_in is None:
        raise SignInEnded
    tokens, _ = seal.open_sign_in(sign_in.sealed)
    tokens = provider.refresh(tokens, now=now, switch_to=to)
    person = person_of(provider.claims_about(tokens, account_id=sign_in.account_id))
    sign_in.sealed = seal.close_sign_in(tokens, person)
    if (person.active_role, person.active_organisation) != (to.role, to.organisation_id):
        raise Forbidden(next_step="choose-role")
    return person
