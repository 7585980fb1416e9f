"""Correct one's own name, function and telephone numbers."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from identity.domain.phones import checked_phone
from identity.domain.profiles import Profile
from identity.store import accounts


def change_profile(session: Session, account_id: UUID, *, profile: Profile, now: datetime) -> None:
    """Where nothing differs nothing is said.

    Raises:
        NotFound: the account is gone.
        AccountClosed: it is closed.
        NameMissing: a name is empty.
        InvalidPhone: no such number can exist.
    """
    account = accounts.lock_account(session, account_id)
    checked = replace(
        profile,
        given_name=profile.given_name.strip(),
        family_name=profile.family_name.strip(),
        job_title=(profile.job_title or "").strip() or None,
        phone=_phone(profile.phone, known=account.phone),
        mobile_phone=_phone(profile.mobile_phone, known=account.mobile_phone),
    )
    event = account.change_profile(checked, now=now)
    if event is not None:
        outbox.append(session, event)


def _phone(text: str | None, *, known: str | None) -> str | None:
    """What was kept before numbers were checked stays until it is changed."""
    return known if text == known else checked_phone(text)
