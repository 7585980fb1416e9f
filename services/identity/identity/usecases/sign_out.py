"""Sign a person out of one browser, and with it out of every client of that sign-in."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.store import grants, sign_ins


def sign_out(session: Session, unverified_token: str, *, now: datetime) -> UUID | None:
    """End the sign-in that the browser's token names, with every token it gave; says whose it was."""
    sign_in = sign_ins.find_by_token(session, unverified_token)
    if sign_in is None:
        return None
    if sign_in.ended_at is None:
        sign_in.ended_at = now
        grants.revoke_families(session, sign_in_id=sign_in.id, reason="signed out", now=now)
    return sign_in.account_id
