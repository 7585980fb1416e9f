"""Sign a person in with e-mail address and password.

Three steps: count the attempt, look at the password, begin the sign-in. The hash is computed between two transactions,
because no row may stay locked meanwhile; an attempt counts as failed until it has succeeded, so that parallel attempts
win nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session, transaction
from chassis.ids import new_id
from identity.domain.accounts import Account, AccountState
from identity.domain.clients import digest
from identity.domain.emails import email_key
from identity.domain.errors import HashingBusy
from identity.domain.grants import PASSWORD, SignIn
from identity.domain.lifetimes import SIGN_IN_TTL
from identity.domain.protocol import SignedIn, SignInRefused
from identity.domain.throttling import Throttle, ThrottleKind
from identity.store import accounts, password_hashes, sign_ins, throttles
from identity.store.accounts import Credentials
from identity.usecases.end_sign_ins import end_sign_in

TOKEN_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class SignInAttempt:
    """What was typed, from which network address, and the sign-in token that the browser has already ("" for none)."""

    unverified_email: str
    unverified_password: str
    address: str
    earlier_token: str = ""


def sign_in(attempt: SignInAttempt, *, now: datetime) -> SignedIn | SignInRefused:
    """The refusal says the same, after the same time, whether the account exists or not.

    Opens its own two transactions, see above.

    Raises:
        HashingBusy: too many hashes at once in this process; the attempt is not counted.
    """
    with transaction() as session:
        closed_until = _count_attempt(session, attempt, now=now)
        if closed_until is not None:
            return SignInRefused(until=closed_until)
        credentials = accounts.credentials_of(session, email_key(attempt.unverified_email))
    try:
        proof = _look_at_password(credentials, attempt.unverified_password)
    except HashingBusy:
        with transaction() as session:
            for throttle in _lock_throttles(session, attempt, now=now):
                throttle.take_back()
        raise
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


def _lock_throttles(session: Session, attempt: SignInAttempt, *, now: datetime) -> tuple[Throttle, Throttle]:
    key = email_key(attempt.unverified_email)
    return (
        throttles.lock_throttle(session, ThrottleKind.ACCOUNT, key=key, now=now),
        throttles.lock_throttle(session, ThrottleKind.ADDRESS, key=attempt.address, now=now),
    )


def _count_attempt(session: Session, attempt: SignInAttempt, *, now: datetime) -> datetime | None:
    """Until when no attempt is looked at, None where this one may be."""
    counts = _lock_throttles(session, attempt, now=now)
    closed = [count.closed_until for count in counts if count.closed_until and count.is_closed(now)]
    if closed:
        return max(closed)
    for count in counts:
        count.count_failure(now)
    return None


def _begin(session: Session, proof: _Proof, *, attempt: SignInAttempt, now: datetime) -> SignedIn | SignInRefused:
    of_account, of_address = _lock_throttles(session, attempt, now=now)
    account = accounts.lock_account(session, proof.account_id)
    if account.state is not AccountState.ACTIVE or account.password_hash != proof.known_hash:
        return SignInRefused()
    of_account.forgive()
    of_address.take_back()
    account.password_hash = proof.renewed_hash or proof.known_hash
    first = account.sign_in(now=now)
    if first is not None:
        outbox.append(session, first)
    return _remember(session, account, earlier_token=attempt.earlier_token, now=now)


def _remember(session: Session, account: Account, *, earlier_token: str, now: datetime) -> SignedIn:
    """The browser gets a new token in any case (session fixation). The same person signing in again goes on with the
    same sign-in, so that clients stay signed in; another person's ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    earlier = sign_ins.find_by_token(session, earlier_token)
    if earlier is not None and earlier.account_id == account.id and earlier.is_alive(now):
        earlier.token_hash, earlier.authenticated_at, earlier.seen_at = digest(token), now, now
        earlier.ends_at, earlier.methods = now + SIGN_IN_TTL, [PASSWORD]
    else:
        if earlier is not None:
            end_sign_in(session, earlier, reason="another person signed in", now=now)
        session.add(
            SignIn(
                id=new_id(),
                account_id=account.id,
                token_hash=digest(token),
                authenticated_at=now,
                seen_at=now,
                ends_at=now + SIGN_IN_TTL,
            )
        )
    return SignedIn(token=token, account_id=account.id, ends_at=now + SIGN_IN_TTL)
