"""Look at what an authenticator answered: whose key it is, and whether it is proved."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from identity.domain.accounts import Account, AccountState
from identity.domain.passkeys import RelyingParty
from identity.domain.rights import OPERATOR
from identity.store import accounts, ceremonies, passkeys
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


@dataclass(frozen=True, kw_only=True)
class PasskeyAttempt:
    """What the authenticator answered, the question that the browser kept, and what a sign-in wants to know of it."""

    question: str
    unverified_answer: str
    party: RelyingParty
    address: str
    earlier_token: str = ""
    agent: str = ""


def prove_passkey(
    session: Session, attempt: PasskeyAttempt, *, challenge: bytes, now: datetime, whose: UUID | None = None
) -> Account | None:
    """The account, locked; None where the key is not known, not `whose` it should be, or not proved.

    Without `whose` the answer must name the person itself (WebAuthn section 7.2, step 6).
    """
    claimed = ceremonies.claimed_credential(attempt.unverified_answer)
    found = passkeys.find_by_credential(session, claimed.credential_id) if claimed else None
    if claimed is None or found is None or whose not in (None, found.account_id):
        return None
    if claimed.user_handle != found.account_id.bytes and (whose is None or claimed.user_handle is not None):
        return None
    account = accounts.lock_account(session, found.account_id)
    passkey = passkeys.lock_passkey(session, found.id)
    if passkey is None or account.state is not AccountState.ACTIVE:
        return None
    use = ceremonies.verified_use(attempt.unverified_answer, passkey=passkey, challenge=challenge, party=attempt.party)
    if use is None:
        return None
    sign_count, passkey.is_synced = use
    if passkey.take(sign_count, now=now):
        return account
    accounts.log_right(session, account.id, fact="passkey refused", by=OPERATOR, now=now)
    tell_security_change(session, account, change=SecurityChange.PASSKEY_COPIED, now=now)
    return None
