"""Whose cookie is this?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from web.domain.sign_ins import SEEN_EVERY, Limits, Person, Tokens, hash_of
from web.store import sign_ins
from web.store.seal import BrokenSeal, Seal


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A living sign-in; `provider_sign_in` is the name that the OpenID provider has for it."""

    sign_in_id: UUID
    person: Person
    tokens: Tokens
    provider_sign_in: str | None = None


def recognise(session: Session, cookie: str, *, seal: Seal, limits: Limits, now: datetime) -> Recognised | None:
    """The sign-in behind `cookie`, marked as seen; one that is over is removed."""
    sign_in = sign_ins.by_cookie(session, hash_of(cookie))
    if sign_in is None:
        return None
    try:
        tokens, person = seal.open_sign_in(sign_in.sealed)
    except BrokenSeal:
        sign_ins.remove(session, sign_in.id)
        return None
    if sign_in.is_over(now=now, limits=limits):
        sign_ins.remove(session, sign_in.id)
        return None
    if now - sign_in.last_seen_at > SEEN_EVERY:
        sign_in.last_seen_at = now
    return Recognised(sign_in_id=sign_in.id, person=person, tokens=tokens, provider_sign_in=sign_in.provider_sign_in)
