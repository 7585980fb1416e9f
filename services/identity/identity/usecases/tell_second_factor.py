"""Tell a person whether a second factor is in force."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.store import accounts, second_factors


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
