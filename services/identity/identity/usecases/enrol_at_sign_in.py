"""Set up the second factor that an account must have, between its password and its sign-in.

Whoever has a passkey proves that instead: else a password alone would be enough to set up another factor beside it.
"""

from dataclasses import dataclass
from datetime import datetime

from chassis.database import Session, transaction
from identity.domain.errors import SecondFactorHeld
from identity.domain.protocol import SignedIn
from identity.store import passkeys
from identity.usecases.await_second_factor import take_up
from identity.usecases.complete_sign_in import CodeAttempt, half_signed_in_account
from identity.usecases.remember_sign_in import remember_sign_in
from identity.usecases.set_up_second_factor import NewFactor, begin_second_factor, confirm_second_factor


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """The person is signed in; nobody sees the recovery codes again."""

    signed_in: SignedIn
    recovery_codes: list[str]


def begin_at_sign_in(session: Session, pending: str, *, now: datetime) -> NewFactor | None:
    """None where the password was proved too long ago, or a factor is in force: the person begins again."""
    half = take_up(pending, now=now)
    account = half_signed_in_account(session, half) if half else None
    if account is None or passkeys.has_passkey(session, account.id):
        return None
    try:
        return begin_second_factor(session, account.id, now=now)
    except SecondFactorHeld:
        return None


def enrol_at_sign_in(attempt: CodeAttempt, *, now: datetime) -> Enrolled | None:
    """None where the code is not the new authenticator's, or the wait is over. No count of failures: the secret of the
    code stands on the same page."""
    half = take_up(attempt.pending, now=now)
    if half is None:
        return None
    with transaction() as session:
        account = half_signed_in_account(session, half)
        if account is None or passkeys.has_passkey(session, account.id):
            return None
        try:
            codes = confirm_second_factor(session, account.id, unverified_code=attempt.unverified_code, now=now)
        except SecondFactorHeld:
            return None
        if codes is None:
            return None
        signed_in = remember_sign_in(session, account, visit=attempt.visit(), now=now)
        return Enrolled(signed_in=signed_in, recovery_codes=codes)
