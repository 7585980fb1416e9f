"""Remove a second factor: by its person, or by an operator for somebody whose devices and codes are gone."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.domain.errors import SecondFactorRequired
from identity.domain.rights import OPERATOR, Actor
from identity.store import accounts, passkeys, second_factors
from identity.usecases.demand_passkey import end_demand
from identity.usecases.end_sign_ins import end_sign_ins_of
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


def remove_second_factor(session: Session, account_id: UUID, *, by: Actor, now: datetime) -> bool:
    """False where there was none. Removed by an operator, passkeys go too, because their devices may be in other hands,
    and every sign-in of the account ends; staff then set up another factor at their next sign-in.

    Raises:
        NotFound: no such account.
        SecondFactorRequired: staff do not remove their own.
    """
    account = accounts.lock_account(session, account_id)
    if account.is_staff and by != OPERATOR:
        raise SecondFactorRequired
    is_cleared = clear_second_factor(session, account_id, now=now)
    if by == OPERATOR:
        is_cleared = clear_passkeys(session, account_id, now=now) or is_cleared
    if not is_cleared:
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
    if not account.asks_for_passkey:
        second_factors.delete_recovery_codes(session, account_id)
    tell_security_change(session, account, change=SecurityChange.SECOND_FACTOR_REMOVED, now=now)
    return True


def clear_passkeys(session: Session, account_id: UUID, *, now: datetime) -> bool:
    """Remove every passkey of an account; the person is told. False where there was none."""
    account = accounts.lock_account(session, account_id)
    if not passkeys.delete_of(session, account_id):
        return False
    end_demand(session, account)
    tell_security_change(session, account, change=SecurityChange.PASSKEY_REMOVED, now=now)
    return True
