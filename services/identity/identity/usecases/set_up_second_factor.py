"""Set up a second factor: show its secret once, take the first code, give recovery codes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.domain.errors import SecondFactorHeld
from identity.domain.second_factors import (
    RECOVERY_CODES,
    SecondFactor,
    new_recovery_code,
    new_secret,
    provisioning_uri,
)
from identity.store import accounts, second_factors
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


@dataclass(frozen=True, kw_only=True)
class NewFactor:
    """What an authenticator is given: the base32 secret, by hand or as the URI of a QR code."""

    secret: str
    uri: str


def begin_second_factor(session: Session, account_id: UUID, *, now: datetime, secret: str | None = None) -> NewFactor:
    """While its first code is awaited the secret stays the same: a page loaded anew shows the same QR code.
    `secret` is given for demonstrations only.

    Raises:
        NotFound: no such account.
        AccountClosed: it is closed.
        SecondFactorHeld: one is in force.
    """
    account = accounts.lock_account(session, account_id)
    account.check_active()
    factor = second_factors.lock_factor(session, account_id)
    if factor is not None and factor.confirmed_at is not None:
        raise SecondFactorHeld
    if factor is None:
        factor = SecondFactor(account_id=account_id, sealed_secret="", made_at=now)
        session.add(factor)
    if not factor.sealed_secret or not factor.is_waiting(now):
        factor.sealed_secret, factor.made_at = second_factors.seal(secret or new_secret()), now
    kept = second_factors.open_seal(factor.sealed_secret)
    return NewFactor(secret=kept, uri=provisioning_uri(kept, account_name=account.email or ""))


def confirm_second_factor(
    session: Session, account_id: UUID, *, unverified_code: str, now: datetime
) -> list[str] | None:
    """The recovery codes, which nobody sees again; None where the code is not the authenticator's.

    Raises:
        NotFound: no such account.
        SecondFactorHeld: it is in force already.
    """
    account = accounts.lock_account(session, account_id)
    factor = second_factors.lock_factor(session, account_id)
    if factor is not None and factor.confirmed_at is not None:
        raise SecondFactorHeld
    if factor is None or not factor.is_waiting(now):
        return None
    if not factor.take(unverified_code, secret=second_factors.open_seal(factor.sealed_secret), now=now):
        return None
    factor.confirmed_at = now
    tell_security_change(session, account, change=SecurityChange.SECOND_FACTOR_SET_UP, now=now)
    return new_recovery_codes(session, account_id)


def renew_recovery_codes(session: Session, account_id: UUID, *, now: datetime) -> list[str]:
    """New recovery codes; the earlier ones are worth nothing. Empty where nothing is asked for after the password."""
    account = accounts.lock_account(session, account_id)
    if not account.asks_for_passkey and not second_factors.has_code(session, account_id):
        return []
    tell_security_change(session, account, change=SecurityChange.RECOVERY_CODES_RENEWED, now=now)
    return new_recovery_codes(session, account_id)


def new_recovery_codes(session: Session, account_id: UUID) -> list[str]:
    """In clear, for the person to keep; only their hashes are kept here."""
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.flush()
    second_factors.replace_recovery_codes(session, account_id, codes=codes)
    return codes
