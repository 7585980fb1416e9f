"""Who is signed in with this browser?"""

from dataclasses import dataclass
from datetime import datetime

from chassis.database import Session
from identity.domain.accounts import Account, AccountState
from identity.domain.grants import SignIn
from identity.store import accounts, grants, sign_ins


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A living sign-in and its account."""

    sign_in: SignIn
    account: Account


def recognise(session: Session, unverified_token: str, *, now: datetime) -> Recognised | None:
    """None for a visitor."""
    sign_in = sign_ins.find_by_token(session, unverified_token)
    if sign_in is None or not sign_in.is_alive(now, last_use=grants.last_use(session, sign_in.id)):
        return None
    account = accounts.find_account(session, sign_in.account_id)
    is_active = account is not None and account.state is AccountState.ACTIVE
    return Recognised(sign_in=sign_in, account=account) if account is not None and is_active else None
