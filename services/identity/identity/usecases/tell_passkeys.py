"""Tell a person which passkeys open their account."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Session
from identity.domain.passkeys import Passkey
from identity.store import accounts, passkeys, second_factors


@dataclass(frozen=True, kw_only=True)
class PasskeyState:
    """`has_code`: the telephone's code is in force; `is_demanded`: a key is asked for after the password."""

    passkeys: list[Passkey]
    has_code: bool
    is_demanded: bool
    recovery_codes_left: int


def tell_passkeys(session: Session, account_id: UUID) -> PasskeyState:
    """Oldest key first."""
    account = accounts.find_account(session, account_id)
    return PasskeyState(
        passkeys=passkeys.passkeys_of(session, account_id),
        has_code=second_factors.has_code(session, account_id),
        is_demanded=account is not None and account.asks_for_passkey,
        recovery_codes_left=second_factors.unused_recovery_codes(session, account_id),
    )
