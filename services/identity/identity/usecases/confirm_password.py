"""Ask a signed-in person for the password again, before what a thief of their browser must not do."""

from datetime import datetime
from uuid import UUID

from chassis.database import transaction
from identity.domain.accounts import AccountState
from identity.domain.protocol import SignInRefused
from identity.store import accounts, password_hashes
from identity.usecases.count_attempts import count_attempt, settle
from identity.usecases.sign_in import attempt_keys


def confirm_password(
    account_id: UUID, unverified_password: str, *, address: str, now: datetime
) -> SignInRefused | None:
    """None where it is right; failures count with those of the sign-in.

    Raises:
        HashingBusy: too many hashes at once; nothing was counted.
    """
    with password_hashes.place():
        return _confirm(account_id, unverified_password, address=address, now=now)


def _confirm(account_id: UUID, unverified_password: str, *, address: str, now: datetime) -> SignInRefused | None:
    with transaction() as session:
        account = accounts.find_account(session, account_id)
        if account is None or account.state is not AccountState.ACTIVE:
            return SignInRefused()
        keys, known_hash = attempt_keys(account.email or "", address), account.password_hash
        closed_until = count_attempt(session, keys, now=now)
    if closed_until is not None:
        return SignInRefused(until=closed_until)
    if not password_hashes.matches(known_hash, unverified_password):
        return SignInRefused()
    with transaction() as session:
        settle(session, keys, now=now)
    return None
