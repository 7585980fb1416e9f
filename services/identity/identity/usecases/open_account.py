"""Open an account, once the e-mail address is proved."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.ids import new_id
from identity.domain.accounts import Account, Civility
from identity.domain.emails import checked_email
from identity.domain.errors import EmailTaken
from identity.domain.password_rule import check_password
from identity.domain.rights import OPERATOR
from identity.store import accounts, password_hashes


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """The fields of the account form."""

    email: str
    password: str
    civility: Civility | None
    given_name: str
    family_name: str
    phone: str | None = None
    mobile_phone: str | None = None
    job_title: str | None = None
    account_id: UUID = field(default_factory=new_id)


def open_account(session: Session, new: NewAccount, *, now: datetime) -> Account:
    """Make the account exist; it holds no right yet.

    Raises:
        InvalidEmail: no mail can be sent there.
        EmailTaken: another account has this address.
        PasswordRefused: the password breaks the rule.
        HashingBusy: too many hashes at once.
    """
    email = checked_email(new.email)
    if accounts.find_by_email(session, email) is not None:
        raise EmailTaken(next_step="sign-in")
    check_password(new.password, own_words=[new.given_name, new.family_name, *email.split("@")])
    return open_account_with_hash(session, new, password_hash=password_hashes.hash_password(new.password), now=now)


def open_account_with_hash(session: Session, new: NewAccount, *, password_hash: str, now: datetime) -> Account:
    """The same for a password that passed the rule when its hash was made; `new.password` is not looked at.

    Raises:
        InvalidEmail: no mail can be sent there.
        EmailTaken: another account has this address.
    """
    email = checked_email(new.email)
    if accounts.find_by_email(session, email) is not None:
        raise EmailTaken(next_step="sign-in")
    account = Account(
        id=new.account_id,
        email=email,
        password_hash=password_hash,
        civility=new.civility,
        given_name=new.given_name,
        family_name=new.family_name,
        phone=new.phone,
        mobile_phone=new.mobile_phone,
        job_title=new.job_title,
        email_verified_at=now,
        password_changed_at=now,
        created_at=now,
        changed_at=now,
    )
    facts = account.registered(now=now)
    accounts.add_account(session, account)
    for event in facts:
        outbox.append(session, event)
    accounts.log_right(session, account.id, fact="account opened", by=OPERATOR, now=now)
    return account
