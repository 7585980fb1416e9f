"""Tell a person whether a second factor is in force, and what is asked for after the password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.store import accounts, passkeys, second_factors
from identity.usecases.await_second_factor import take_up


@dataclass(frozen=True, kw_only=True)
class FactorState:
    """`since` is None where there is none; `is_required` for staff."""

    since: datetime | None
    recovery_codes_left: int
    is_required: bool


def tell_second_factor(session: Session, account_id: UUID) -> FactorState:
    """One that still waits for its first code counts as none."""
    factor = second_factors.find_factor(session, account_id)
    account = accounts.find_account(session, account_id)
    return FactorState(
        since=factor.confirmed_at if factor else None,
        recovery_codes_left=second_factors.unused_recovery_codes(session, account_id),
        is_required=account is not None and account.is_staff,
    )


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """What the person who gave the password can show besides; recovery codes stand in for either."""

    has_code: bool
    has_passkey: bool


def tell_proofs(session: Session, pending: str, *, now: datetime) -> Proofs:
    """A code where the password was proved too long ago: the next step says so."""
    half = take_up(pending, now=now)
    if half is None:
        return Proofs(has_code=True, has_passkey=False)
    return Proofs(
        has_code=second_factors.has_code(session, half.account_id),
        has_passkey=passkeys.has_passkey(session, half.account_id),
    )
