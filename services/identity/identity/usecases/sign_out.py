"""Sign a person out of one browser, and with it out of every client of that sign-in."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.store import grants, sign_ins
from identity.usecases.end_sign_ins import end_sign_in

SIGNED_OUT = "signed out"


def sign_out(session: Session, unverified_token: str, *, now: datetime) -> None:
    """End the sign-in that the browser's token names, with every token it gave."""
    sign_in = sign_ins.find_by_token(session, unverified_token)
    if sign_in is not None:
        end_sign_in(session, sign_in, reason=SIGNED_OUT, now=now)


def sign_out_at_clients_wish(
    session: Session, unverified_token: str, *, hinted_sign_in: UUID | None, now: datetime
) -> bool:
    """End the sign-in that a client's ID token names; False where the person must be asked first, because nothing
    proves that this browser's sign-in is meant (RP-Initiated Logout section 2)."""
    mine = sign_ins.find_by_token(session, unverified_token)
    is_somebody = mine is not None and mine.is_alive(now, last_use=grants.last_use(session, mine.id))
    if mine is not None and is_somebody and mine.id != hinted_sign_in:
        return False
    hinted = sign_ins.find_sign_in(session, hinted_sign_in) if hinted_sign_in else None
    if hinted is not None:
        end_sign_in(session, hinted, reason=SIGNED_OUT, now=now)
    return True
