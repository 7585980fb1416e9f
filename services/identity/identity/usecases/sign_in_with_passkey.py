"""Sign a person in with a passkey, without a password: whoever holds the device and is verified by it (two factors)."""

from datetime import datetime
from typing import Any

from chassis.database import transaction
from identity.domain.passkeys import PASSKEY_METHODS, RelyingParty
from identity.domain.protocol import SignedIn, SignInRefused
from identity.domain.throttling import ThrottleKind
from identity.store import ceremonies
from identity.usecases.await_passkey import Purpose, Question, ask, take_up
from identity.usecases.count_attempts import count_attempt, settle
from identity.usecases.prove_passkey import PasskeyAttempt, prove_passkey
from identity.usecases.remember_sign_in import Visit, remember_sign_in


def ask_for_passkey(party: RelyingParty, *, now: datetime) -> tuple[Question, dict[str, Any]]:
    """The question, and the options for the browser; they name nobody, so that they tell nothing of anybody."""
    question = ask(Purpose.SIGN_IN, now=now)
    return question, ceremonies.request_options(challenge=question.challenge, party=party)


def sign_in_with_passkey(attempt: PasskeyAttempt, *, now: datetime) -> SignedIn | SignInRefused:
    """The refusal says the same whatever does not fit.

    Counts the attempt, by network address, and uses the question up in a transaction of its own.
    """
    keys = ((ThrottleKind.ADDRESS, attempt.address),)
    with transaction() as session:
        closed_until = count_attempt(session, keys, now=now)
        if closed_until is not None:
            return SignInRefused(until=closed_until)
        challenge = take_up(session, attempt.question, purpose=Purpose.SIGN_IN, now=now)
    if challenge is None:
        return SignInRefused()
    with transaction() as session:
        account = prove_passkey(session, attempt, challenge=challenge, now=now)
        if account is None:
            return SignInRefused()
        settle(session, keys, now=now)
        visit = Visit(earlier_token=attempt.earlier_token, agent=attempt.agent, methods=PASSKEY_METHODS)
        return remember_sign_in(session, account, visit=visit, now=now)
