"""End sign-ins: their tokens go, and every client of theirs that asked for it is told (Back-Channel Logout 1.0)."""

from datetime import datetime
from uuid import UUID

from chassis import tasks
from chassis.database import Session
from identity.domain.grants import SignIn
from identity.store import clients, grants, sign_ins

LOGOUT_TASK = "back-channel-logout"


def end_sign_in(session: Session, sign_in: SignIn, *, reason: str, now: datetime) -> None:
    """End one; a second time changes nothing. The clients are told by a task each, after the commit."""
    if sign_in.ended_at is not None:
        return
    sign_in.ended_at = now
    grants.revoke_families(session, sign_in_id=sign_in.id, reason=reason, now=now)
    for client in clients.clients_of_sign_in(session, sign_in.id):
        payload = {
            "client_id": client.client_id,
            "sign_in_id": str(sign_in.id),
            "account_id": str(sign_in.account_id),
        }
        tasks.add(session, kind=LOGOUT_TASK, key=f"{sign_in.id} {client.client_id}", payload=payload, now=now)


def end_sign_ins_of(
    session: Session, account_id: UUID, *, reason: str, now: datetime, except_for: UUID | None = None
) -> int:
    """End every sign-in of one account, perhaps except for one; says how many."""
    mine = [one for one in sign_ins.lock_open(session, account_id=account_id) if one.id != except_for]
    for one in mine:
        end_sign_in(session, one, reason=reason, now=now)
    return len(mine)
