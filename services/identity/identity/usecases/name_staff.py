"""Let a person work for Cap Métiers, or no longer."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.facts import role_moved
from identity.domain.rights import Actor
from identity.store import accounts
from identity.usecases.check_authority import check_staff
from identity.usecases.end_sign_ins import end_sign_ins_of


def name_staff(session: Session, account_id: UUID, *, is_staff: bool, by: Actor, now: datetime) -> None:
    """The first staff are named by an operator's command, the others by staff.

    Raises:
        NotFound: no such account.
        AccountClosed: it is closed.
        Forbidden: the actor is neither staff nor an operator.
    """
    check_staff(session, by)
    account = accounts.lock_account(session, account_id)
    if account.is_staff == is_staff:
        return
    outbox.append(session, account.name_staff(is_staff, now=now))
    if is_staff:
        # Whoever becomes staff signs in again, with a second factor.
        end_sign_ins_of(session, account_id, reason="named staff", now=now)
    outbox.append(
        session, role_moved(account_id, Role.STAFF, organisation_id=None, is_granted=is_staff, by=by, now=now)
    )
    fact = "role granted" if is_staff else "role revoked"
    accounts.log_right(session, account_id, fact=fact, by=by, now=now, about=(None, Role.STAFF, None))
