"""Ask for a passkey after the password, at the person's own wish; recovery codes stand in for a lost device."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.domain.accounts import Account
from identity.domain.errors import PasskeyMissing
from identity.store import accounts, passkeys, second_factors
from identity.usecases.set_up_second_factor import new_recovery_codes
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


def demand_passkey(session: Session, account_id: UUID, *, now: datetime) -> list[str]:
    """The recovery codes, which nobody sees again; empty where there are some already, with the telephone's code.

    Raises:
        NotFound: no such account.
        AccountClosed: it is closed.
        PasskeyMissing: the account has no key that could be asked for.
    """
    account = accounts.lock_account(session, account_id)
    account.check_active()
    if not passkeys.has_passkey(session, account_id):
        raise PasskeyMissing
    if account.asks_for_passkey:
        return []
    account.asks_for_passkey = True
    tell_security_change(session, account, change=SecurityChange.PASSKEY_DEMANDED, now=now)
    return [] if second_factors.has_code(session, account_id) else new_recovery_codes(session, account_id)


def demand_passkey_no_more(session: Session, account_id: UUID, *, now: datetime) -> bool:
    """False where none was asked for.

    Raises:
        NotFound: no such account.
    """
    account = accounts.lock_account(session, account_id)
    if not account.asks_for_passkey:
        return False
    end_demand(session, account)
    tell_security_change(session, account, change=SecurityChange.PASSKEY_NOT_DEMANDED, now=now)
    return True


def end_demand(session: Session, account: Account) -> None:
    """No key is asked for any more; recovery codes stay only beside the telephone's code."""
    account.asks_for_passkey = False
    if not second_factors.has_code(session, account.id):
        second_factors.delete_recovery_codes(session, account.id)
