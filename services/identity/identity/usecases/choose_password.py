"""Choose a new password: by a link, for whoever forgot the old one, or signed in, with the old one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session, transaction
from identity.domain.accounts import Account, AccountState
from identity.domain.links import Link, LinkPurpose
from identity.domain.password_rule import check_password
from identity.domain.throttling import ThrottleKind
from identity.store import accounts, links, password_hashes
from identity.usecases.count_attempts import settle
from identity.usecases.end_sign_ins import end_sign_ins_of
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


@dataclass(frozen=True, kw_only=True)
class ForgottenPassword:
    """What the page of a good link shows."""

    email: str


def show_forgotten_password(session: Session, unverified_token: str, *, now: datetime) -> ForgottenPassword | None:
    """None where the link is unknown, used, or more than an hour old."""
    link, account = _good(session, unverified_token, now=now)
    return ForgottenPassword(email=link.email) if link and account else None


def reset_password(unverified_token: str, password: str, *, now: datetime) -> bool:
    """False where the link is dead. Every sign-in of the account ends; a second factor stays.

    Raises:
        PasswordRefused: the new password breaks the rule; the link stays good.
        HashingBusy: too many hashes at once.
    """
    with transaction() as session:
        link, account = _good(session, unverified_token, now=now)
        if link is None or account is None:
            return False
        own_words = account.own_words()
    check_password(password, own_words=own_words)
    password_hash = password_hashes.hash_password(password)
    with transaction() as session:
        link = links.lock_by_token(session, unverified_token, purpose=LinkPurpose.RESET_PASSWORD)
        if link is None or link.account_id is None or not link.is_good(now):
            return False
        account = accounts.lock_account(session, link.account_id)
        if account.state is not AccountState.ACTIVE or account.email != link.email:
            return False
        link.used_at = now
        links.delete_others(session, link)
        account.change_password(password_hash, now=now)
        end_sign_ins_of(session, account.id, reason="password reset", now=now)
        settle(session, [(ThrottleKind.ACCOUNT, link.email)], now=now)
        tell_security_change(session, account, change=SecurityChange.PASSWORD_RESET, now=now)
    return True


def _good(session: Session, unverified_token: str, *, now: datetime) -> tuple[Link | None, Account | None]:
    link = links.find_by_token(session, unverified_token, purpose=LinkPurpose.RESET_PASSWORD)
    if link is None or link.account_id is None or not link.is_good(now):
        return None, None
    account = accounts.find_account(session, link.account_id)
    is_theirs = account is not None and account.state is AccountState.ACTIVE and account.email == link.email
    return (link, account) if is_theirs else (None, None)


def change_password(account_id: UUID, password: str, *, keep_sign_in: UUID, now: datetime) -> None:
    """For somebody whose old password was just proved; every other sign-in ends.

    Raises:
        PasswordRefused: the new password breaks the rule.
        HashingBusy: too many hashes at once.
        AccountClosed: the account closed meanwhile.
    """
    with transaction() as session:
        account = accounts.find_account(session, account_id)
        own_words = account.own_words() if account else []
    check_password(password, own_words=own_words)
    password_hash = password_hashes.hash_password(password)
    with transaction() as session:
        account = accounts.lock_account(session, account_id)
        account.change_password(password_hash, now=now)
        end_sign_ins_of(session, account_id, reason="password changed", now=now, except_for=keep_sign_in)
        tell_security_change(session, account, change=SecurityChange.PASSWORD_CHANGED, now=now)
