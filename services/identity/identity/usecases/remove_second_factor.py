"""Remove a second factor: by its person, or by an operator for somebody whose telephone and codes are gone."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.domain.errors import SecondFactorRequired
from identity.domain.rights import OPERATOR, Actor
from identity.store import accounts, second_factors
from identity.usecases.end_sign_ins import end_sign_ins_of
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


def remove_second_factor(session: Session, account_id: UUID, *, by: Actor, now: datetime) -> bool:
    """False where there was none. Removed by an operator, every sign-in of the account ends; staff then set up another
    at their next sign-in.

    Raises:
        NotFound: no such account.
        SecondFactorRequired: staff do not remove their own.
    """
    account = accounts.lock_account(session, account_id)
    if account.is_staff and by != OPERATOR:
        raise SecondFactorRequired
    if not clear_second_factor(session, account_id, now=now):
        return False
    if by == OPERATOR:
        end_sign_ins_of(session, account_id, reason="second factor removed", now=now)
    accounts.log_right(session, account_id, fact="second factor removed", by=by, now=now)
    return True


def clear_second_factor(session: Session, account_id: UUID, *, now: datetime) -> bool:
    """Remove it, to set up another at once or at the next sign-in; the person is told. False where there was none."""
    account = accounts.lock_account(session, account_id)
    factor = second_factors.lock_factor(session, account_id)
    if factor is None or factor.confirmed_at is None:
        return False
    second_factors.delete_factor(session, account_id)
    tell_security_change(session, account, change=SecurityChange.SECOND_FACTOR_REMOVED, now=now)
    return True
