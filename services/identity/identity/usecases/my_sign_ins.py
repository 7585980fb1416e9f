"""List and end one's own sign-ins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from identity.domain.grants import SignIn
from identity.store import grants, sign_ins
from identity.usecases.end_sign_ins import end_sign_in, end_sign_ins_of


@dataclass(frozen=True, kw_only=True)
class LivingSignIn:
    """A sign-in that still counts, when it was last used, and the names of the platforms it opened."""

    sign_in: SignIn
    last_used_at: datetime
    platforms: list[str]


def list_sign_ins(session: Session, account_id: UUID, *, now: datetime) -> list[LivingSignIn]:
    """Newest first."""
    found = []
    for sign_in in sign_ins.all_of(session, account_id):
        last_use = grants.last_use(session, sign_in.id)
        if sign_in.is_alive(now, last_use=last_use):
            used = max(sign_in.seen_at, last_use or sign_in.seen_at)
            platforms = grants.names_of_clients(session, sign_in.id)
            found.append(LivingSignIn(sign_in=sign_in, last_used_at=used, platforms=platforms))
    return found


def end_my_sign_in(session: Session, account_id: UUID, *, sign_in_id: UUID, now: datetime) -> None:
    """A second time changes nothing.

    Raises:
        NotFound: this account has no such sign-in.
    """
    sign_in = sign_ins.find_sign_in(session, sign_in_id)
    if sign_in is None or sign_in.account_id != account_id:
        raise NotFound
    end_sign_in(session, sign_in, reason="ended by its person", now=now)


def end_other_sign_ins(session: Session, account_id: UUID, *, keep: UUID, now: datetime) -> None:
    """All but one of one's own.

    Raises:
        NotFound: this account has no such sign-in to keep.
    """
    kept = sign_ins.find_sign_in(session, keep)
    if kept is None or kept.account_id != account_id:
        raise NotFound
    end_sign_ins_of(session, account_id, reason="ended by its person", now=now, except_for=keep)
