"""Remove one of one's passkeys: its device opens the account no more."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from identity.domain.errors import SecondFactorRequired
from identity.domain.rights import Actor
from identity.store import accounts, passkeys, second_factors
from identity.usecases.demand_passkey import end_demand
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


def remove_passkey(session: Session, account_id: UUID, *, passkey_id: UUID, now: datetime) -> None:
    """The person is told by e-mail. With the last one goes the wish to be asked for one.

    Raises:
        NotFound: this account has no such key.
        SecondFactorRequired: it is all that staff have besides their password.
    """
    account = accounts.lock_account(session, account_id)
    passkey = passkeys.lock_passkey(session, passkey_id)
    if passkey is None or passkey.account_id != account_id:
        raise NotFound
    is_last = len(passkeys.passkeys_of(session, account_id)) == 1
    if is_last and account.is_staff and not second_factors.has_code(session, account_id):
        raise SecondFactorRequired
    session.delete(passkey)
    session.flush()
    tell_security_change(session, account, change=SecurityChange.PASSKEY_REMOVED, now=now)
    accounts.log_right(session, account_id, fact="passkey removed", by=Actor(account_id=account_id, role=None), now=now)
    if is_last:
        end_demand(session, account)
