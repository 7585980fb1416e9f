"""Complete a sign-in with a passkey instead of a code, after the password."""

from datetime import datetime
from typing import Any

from chassis.database import Session, transaction
from identity.domain.grants import PASSWORD
from identity.domain.passkeys import PASSKEY_METHODS, RelyingParty
from identity.domain.protocol import SignedIn, SignInRefused
from identity.store import ceremonies, passkeys
from identity.usecases.await_passkey import Purpose, Question, ask
from identity.usecases.await_passkey import take_up as take_up_question
from identity.usecases.await_second_factor import HalfSignedIn, take_up
from identity.usecases.complete_sign_in import code_keys, half_signed_in_account
from identity.usecases.count_attempts import count_attempt, settle
from identity.usecases.prove_passkey import PasskeyAttempt, prove_passkey
from identity.usecases.remember_sign_in import Visit, remember_sign_in


def ask_for_passkey_after_password(
    session: Session, pending: str, *, party: RelyingParty, now: datetime
) -> tuple[Question, dict[str, Any]] | None:
    """The question, and the options with the keys of the person; None where the password was proved too long ago."""
    half = take_up(pending, now=now)
    account = half_signed_in_account(session, half) if half else None
    if account is None:
        return None
    question = ask(Purpose.SECOND_FACTOR, now=now, account_id=account.id)
    allowed = passkeys.passkeys_of(session, account.id)
    return question, ceremonies.request_options(challenge=question.challenge, party=party, allowed=allowed)


def complete_with_passkey(attempt: PasskeyAttempt, pending: str, *, now: datetime) -> SignedIn | SignInRefused | None:
    """None where the password was proved too long ago, or changed since: the person begins again.

    Counts with the codes, and uses the question up in a transaction of its own.
    """
    half = take_up(pending, now=now)
    if half is None:
        return None
    keys = code_keys(half.account_id, attempt.address)
    with transaction() as session:
        closed_until = count_attempt(session, keys, now=now)
        if closed_until is not None:
            return SignInRefused(until=closed_until)
        challenge = take_up_question(
            session, attempt.question, purpose=Purpose.SECOND_FACTOR, now=now, account_id=half.account_id
        )
    if challenge is None:
        return SignInRefused()
    with transaction() as session:
        return _completed(session, attempt, half=half, challenge=challenge, now=now)


def _completed(
    session: Session, attempt: PasskeyAttempt, *, half: HalfSignedIn, challenge: bytes, now: datetime
) -> SignedIn | SignInRefused | None:
    if half_signed_in_account(session, half) is None:
        return None
    account = prove_passkey(session, attempt, challenge=challenge, now=now, whose=half.account_id)
    if account is None:
        return SignInRefused()
    settle(session, code_keys(account.id, attempt.address), now=now)
    visit = Visit(earlier_token=attempt.earlier_token, agent=attempt.agent, methods=(PASSWORD, *PASSKEY_METHODS))
    return remember_sign_in(session, account, visit=visit, now=now)
