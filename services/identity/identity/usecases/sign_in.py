"""Sign a person in with e-mail address and password; `complete_sign_in` goes on where a second factor is needed.

Three steps: count the attempt, look at the password, begin the sign-in. The hash is computed between two transactions,
because no row may stay locked meanwhile; an attempt counts as failed until it has succeeded, so that parallel attempts
win nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session, transaction
from identity.domain.accounts import AccountState
from identity.domain.emails import email_key
from identity.domain.protocol import SecondFactorNeeded, SignedIn, SignInRefused
from identity.domain.throttling import ThrottleKind
from identity.store import accounts, passkeys, password_hashes, second_factors
from identity.store.accounts import Credentials
from identity.store.throttles import Keys
from identity.usecases.await_second_factor import put_aside
from identity.usecases.count_attempts import count_attempt, settle
from identity.usecases.remember_sign_in import Visit, remember_sign_in


@dataclass(frozen=True, kw_only=True)
class SignInAttempt:
    """What was typed, from which network address, the sign-in token that the browser has already ("" for none), and
    what the browser says it is."""

    unverified_email: str
    unverified_password: str
    address: str
    earlier_token: str = ""
    agent: str = ""

    @property
    def keys(self) -> Keys:
        """What its failure is counted by."""
        return attempt_keys(self.unverified_email, self.address)


def attempt_keys(unverified_email: str, address: str) -> Keys:
    """A password is tried on an account, known or not, from an address."""
    return ((ThrottleKind.ACCOUNT, email_key(unverified_email)), (ThrottleKind.ADDRESS, address))


def sign_in(attempt: SignInAttempt, *, now: datetime) -> SignedIn | SignInRefused | SecondFactorNeeded:
    """The refusal says the same, after the same time, whether the account exists or not.

    Opens its own two transactions, see above.

    Raises:
        HashingBusy: too many hashes at once in this process; the attempt was not even counted.
    """
    with password_hashes.place():
        return _sign_in(attempt, now=now)


def _sign_in(attempt: SignInAttempt, *, now: datetime) -> SignedIn | SignInRefused | SecondFactorNeeded:
    with transaction() as session:
        closed_until = count_attempt(session, attempt.keys, now=now)
        if closed_until is not None:
            return SignInRefused(until=closed_until)
        credentials = accounts.credentials_of(session, email_key(attempt.unverified_email))
    proof = _look_at_password(credentials, attempt.unverified_password)
    if proof is None:
        return SignInRefused()
    with transaction() as session:
        return _begin(session, proof, attempt=attempt, now=now)


@dataclass(frozen=True, kw_only=True)
class _Proof:
    """The password was right for this hash; `renewed_hash` where it was made with other parameters than today's."""

    account_id: UUID
    known_hash: str
    renewed_hash: str | None


def _look_at_password(credentials: Credentials | None, unverified_password: str) -> _Proof | None:
    known_hash = credentials.password_hash if credentials else None
    is_right = password_hashes.matches(known_hash, unverified_password)
    if credentials is None or known_hash is None or not is_right:
        return None
    is_outdated = password_hashes.is_outdated(known_hash)
    renewed_hash = password_hashes.hash_password(unverified_password) if is_outdated else None
    return _Proof(account_id=credentials.account_id, known_hash=known_hash, renewed_hash=renewed_hash)


def _begin(
    session: Session, proof: _Proof, *, attempt: SignInAttempt, now: datetime
) -> SignedIn | SignInRefused | SecondFactorNeeded:
    account = accounts.lock_account(session, proof.account_id)
    settle(session, attempt.keys, now=now)
    if account.state is not AccountState.ACTIVE or account.password_hash != proof.known_hash:
        return SignInRefused()
    account.password_hash = proof.renewed_hash or proof.known_hash
    has_code = second_factors.has_code(session, account.id)
    if has_code or account.is_staff or account.asks_for_passkey:
        pending = put_aside(account.id, password_hash=account.password_hash, now=now)
        must_enrol = not has_code and not passkeys.has_passkey(session, account.id)
        return SecondFactorNeeded(pending=pending, must_enrol=must_enrol)
    visit = Visit(earlier_token=attempt.earlier_token, agent=attempt.agent, methods=("pwd",))
    return remember_sign_in(session, account, visit=visit, now=now)
