"""Add a passkey to one's account: ask an authenticator for a new key, keep its public half."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session, transaction
from chassis.ids import new_id
from identity.domain.errors import PasskeyRefused, TooManyPasskeys
from identity.domain.passkeys import MOST_PASSKEYS, Passkey, RelyingParty
from identity.domain.rights import Actor
from identity.store import accounts, ceremonies, passkeys
from identity.usecases.await_passkey import Purpose, Question, ask, take_up
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


@dataclass(frozen=True, kw_only=True)
class PasskeyWish:
    """What the authenticator answered, the question that the browser kept, and the person's name for the key."""

    question: str
    unverified_answer: str
    name: str


def ask_for_new_passkey(
    session: Session, account_id: UUID, *, party: RelyingParty, now: datetime
) -> tuple[Question, dict[str, Any]]:
    """The question, and the options for the browser; an authenticator that has a key of this account makes no other.

    Raises:
        NotFound: no such account.
        AccountClosed: it is closed.
    """
    account = accounts.lock_account(session, account_id)
    account.check_active()
    question = ask(Purpose.ADD, now=now, account_id=account_id)
    known = passkeys.passkeys_of(session, account_id)
    return question, ceremonies.creation_options(account, challenge=question.challenge, party=party, known=known)


def add_passkey(account_id: UUID, wish: PasskeyWish, *, party: RelyingParty, now: datetime) -> Passkey:
    """The person is told by e-mail. Opens its own two transactions: the question is used up in any case.

    Raises:
        NotFound: no such account.
        AccountClosed: it is closed.
        PasskeyRefused: the answer does not fit the question, or the key is there already.
        TooManyPasskeys: the account has as many as it may.
    """
    with transaction() as session:
        challenge = take_up(session, wish.question, purpose=Purpose.ADD, now=now, account_id=account_id)
    made = ceremonies.verified_creation(wish.unverified_answer, challenge=challenge, party=party) if challenge else None
    if made is None:
        raise PasskeyRefused
    with transaction() as session:
        account = accounts.lock_account(session, account_id)
        account.check_active()
        if len(passkeys.passkeys_of(session, account_id)) >= MOST_PASSKEYS:
            raise TooManyPasskeys(figures={"most": MOST_PASSKEYS})
        if passkeys.find_by_credential(session, made.credential_id) is not None:
            raise PasskeyRefused
        passkey = Passkey(
            id=new_id(),
            account_id=account_id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            is_synced=made.is_synced,
            transports=made.transports,
            name=wish.name,
            created_at=now,
        )
        session.add(passkey)
        tell_security_change(session, account, change=SecurityChange.PASSKEY_ADDED, now=now)
        by = Actor(account_id=account_id, role=None)
        accounts.log_right(session, account_id, fact="passkey added", by=by, now=now)
        return passkey
