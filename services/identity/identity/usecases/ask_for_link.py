"""Ask for a link by e-mail: to open an account, to choose a new password, to prove a new address.

Whether an account exists shows neither in the answer nor in the work: in every case the wish is counted, written down
and left to a worker, which alone looks (`send_link`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import tasks
from chassis.database import Session, transaction
from chassis.ids import new_id
from identity.domain.emails import checked_email
from identity.domain.errors import NameMissing
from identity.domain.links import TTL, Applicant, Link, LinkPurpose
from identity.domain.password_rule import check_password
from identity.domain.phones import checked_phone
from identity.domain.profiles import Profile
from identity.domain.throttling import ThrottleKind
from identity.store import links, password_hashes
from identity.usecases.count_attempts import count_attempt

LINK_TASK = "send_link"


@dataclass(frozen=True, kw_only=True)
class AccountWish:
    """The account form, as typed."""

    email: str
    password: str
    profile: Profile
    organisation_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """It was written down, or not because this network address asks too often: `until` then says how long."""

    until: datetime | None = None


def ask_for_account(wish: AccountWish, *, address: str, now: datetime) -> Asked:
    """One hash is computed whether the address has an account or not.

    Raises:
        InvalidEmail: no mail can be sent there.
        InvalidPhone: no such number can exist.
        NameMissing: a name is empty.
        PasswordRefused: the password breaks the rule.
        HashingBusy: too many hashes at once; nothing was counted.
    """
    email, applicant = checked_email(wish.email), _checked(wish)
    with password_hashes.place():
        closed_until = _count_address(address, now=now)
        if closed_until is not None:
            return Asked(until=closed_until)
        hashed = Applicant(password_hash=password_hashes.hash_password(wish.password), **applicant)
    with transaction() as session:
        _write_down(session, LinkPurpose.OPEN_ACCOUNT, email=email, now=now, applicant=hashed)
    return Asked()


def _checked(wish: AccountWish) -> dict[str, Any]:
    profile = wish.profile
    profile.check()
    if profile.civility is None:
        raise NameMissing
    own_words = [profile.given_name, profile.family_name, *wish.email.split("@")]
    check_password(wish.password, own_words=own_words)
    return {
        **profile.__dict__,
        "phone": checked_phone(profile.phone),
        "mobile_phone": checked_phone(profile.mobile_phone),
        "organisation_id": wish.organisation_id,
    }


def ask_for_new_password(unverified_email: str, *, address: str, now: datetime) -> Asked:
    """
    Raises:
        InvalidEmail: no mail can be sent there.
    """
    email = checked_email(unverified_email)
    closed_until = _count_address(address, now=now)
    if closed_until is None:
        with transaction() as session:
            _write_down(session, LinkPurpose.RESET_PASSWORD, email=email, now=now)
    return Asked(until=closed_until)


def ask_for_new_email(account_id: UUID, unverified_email: str, *, address: str, now: datetime) -> Asked:
    """For somebody whose password was just proved; the account keeps its address until the new one is proved.

    Raises:
        InvalidEmail: no mail can be sent there.
    """
    email = checked_email(unverified_email)
    closed_until = _count_address(address, now=now)
    if closed_until is None:
        with transaction() as session:
            _write_down(session, LinkPurpose.CHANGE_EMAIL, email=email, now=now, account_id=account_id)
    return Asked(until=closed_until)


def _count_address(address: str, *, now: datetime) -> datetime | None:
    with transaction() as session:
        return count_attempt(session, [(ThrottleKind.MAIL_ADDRESS, address)], now=now)


def _write_down(
    session: Session,
    purpose: LinkPurpose,
    *,
    email: str,
    now: datetime,
    applicant: Applicant | None = None,
    account_id: UUID | None = None,
) -> None:
    """An e-mail address that is asked for too often gets nothing more for a while, and nobody is told so."""
    if count_attempt(session, [(ThrottleKind.MAIL, email)], now=now) is not None:
        return
    link = Link(
        id=new_id(),
        purpose=purpose,
        email=email,
        account_id=account_id,
        applicant=applicant.as_json() if applicant else None,
        token_hash=None,
        asked_at=now,
        expires_at=now + TTL[purpose],
    )
    links.add_link(session, link)
    tasks.add(session, kind=LINK_TASK, key=str(link.id), payload={"link_id": str(link.id)}, now=now)
