"""Complete a sign-in with the second factor: a code of the telephone, or a recovery code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session, transaction
from identity.domain.accounts import Account, AccountState
from identity.domain.clients import digest
from identity.domain.protocol import SignedIn, SignInRefused
from identity.domain.throttling import ThrottleKind
from identity.store import accounts, second_factors
from identity.store.throttles import Keys
from identity.usecases.await_second_factor import HalfSignedIn, take_up
from identity.usecases.count_attempts import count_attempt, settle
from identity.usecases.remember_sign_in import Visit, remember_sign_in
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


@dataclass(frozen=True, kw_only=True)
class CodeAttempt:
    """What was typed, what the browser kept since the password, and what a sign-in wants to know of the browser."""

    pending: str
    unverified_code: str
    address: str
    earlier_token: str = ""
    agent: str = ""

    def visit(self) -> Visit:
        """Password and second factor."""
        return Visit(earlier_token=self.earlier_token, agent=self.agent, methods=("pwd", "otp"))


def code_keys(account_id: UUID, address: str) -> Keys:
    """Codes are counted by account and by address."""
    return ((ThrottleKind.SECOND_FACTOR, str(account_id)), (ThrottleKind.ADDRESS, address))


def complete_sign_in(attempt: CodeAttempt, *, now: datetime) -> SignedIn | SignInRefused | None:
    """None where the password was proved too long ago, or changed since: the person begins again.

    Counts the attempt in a transaction of its own, so that parallel ones win nothing.
    """
    half = take_up(attempt.pending, now=now)
    if half is None:
        return None
    keys = code_keys(half.account_id, attempt.address)
    with transaction() as session:
        closed_until = count_attempt(session, keys, now=now)
    if closed_until is not None:
        return SignInRefused(until=closed_until)
    with transaction() as session:
        account = half_signed_in_account(session, half)
        if account is None:
            return None
        if not take_code(session, account, unverified_code=attempt.unverified_code, now=now):
            return SignInRefused()
        settle(session, keys, now=now)
        return remember_sign_in(session, account, visit=attempt.visit(), now=now)


def half_signed_in_account(session: Session, half: HalfSignedIn) -> Account | None:
    """The account, locked; None where it closed or its password changed meanwhile."""
    account = accounts.lock_account(session, half.account_id)
    is_same = account.password_hash is not None and digest(account.password_hash).hex() == half.password_digest
    return account if is_same and account.state is AccountState.ACTIVE else None


def take_code(session: Session, account: Account, *, unverified_code: str, now: datetime) -> bool:
    """Whether it is a good code of the telephone, or an unused recovery code, which is told to the person."""
    factor = second_factors.lock_factor(session, account.id)
    if factor is not None and factor.confirmed_at is not None:
        secret = second_factors.open_seal(factor.sealed_secret)
        if factor.take(unverified_code, secret=secret, now=now):
            return True
    recovery = second_factors.lock_recovery_code(session, account.id, unverified_code=unverified_code)
    if recovery is None:
        return False
    recovery.used_at = now
    tell_security_change(session, account, change=SecurityChange.RECOVERY_CODE_USED, now=now)
    return True


def confirm_code(account_id: UUID, unverified_code: str, *, address: str, now: datetime) -> SignInRefused | None:
    """Ask a signed-in person for the second factor again; None where the code is good."""
    keys = code_keys(account_id, address)
    with transaction() as session:
        closed_until = count_attempt(session, keys, now=now)
    if closed_until is not None:
        return SignInRefused(until=closed_until)
    with transaction() as session:
        account = accounts.lock_account(session, account_id)
        if not take_code(session, account, unverified_code=unverified_code, now=now):
            return SignInRefused()
        settle(session, keys, now=now)
    return None
