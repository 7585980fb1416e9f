"""Accounts that nobody uses: told a month before, then closed and forgotten (two years, as CNIL advises)."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.clock import PARIS
from chassis.database import Session
from chassis.events import Event
from identity.domain import events
from identity.domain.accounts import Account
from identity.domain.lifetimes import INACTIVITY_LIMIT, INACTIVITY_NOTICE
from identity.domain.rights import OPERATOR
from identity.store import accounts
from identity.usecases.anonymise_account import anonymise_account

BATCH = 200


def notice_inactivity(session: Session, *, now: datetime) -> int:
    """Tell up to 200 people whose account will close in 30 days; says how many were told."""
    silent = accounts.lock_silent(session, since=now - INACTIVITY_LIMIT + INACTIVITY_NOTICE, limit=BATCH)
    for account in silent:
        account.inactivity_noticed_at = now
        outbox.append(session, _noticed(account, now=now))
    return len(silent)


def _noticed(account: Account, *, now: datetime) -> Event:
    closes_at = max(account.last_seen_at + INACTIVITY_LIMIT, now + INACTIVITY_NOTICE)
    return Event(
        type=events.ACCOUNT_INACTIVITY_NOTICED,
        subject=account.id,
        occurred_at=now,
        confidentiality=events.CONFIDENTIALITY[events.ACCOUNT_INACTIVITY_NOTICED],
        data={
            "account_id": str(account.id),
            "email": account.email,
            "civility": account.civility.value if account.civility else None,
            "given_name": account.given_name,
            "family_name": account.family_name,
            "last_seen_on": account.last_seen_at.astimezone(PARIS).date().isoformat(),
            "closes_on": closes_at.astimezone(PARIS).date().isoformat(),
        },
    )


def due_for_closing(session: Session, *, now: datetime) -> list[UUID]:
    """Whose two years and whose 30 days of notice are over."""
    return accounts.silent_and_told(session, since=now - INACTIVITY_LIMIT, told_before=now - INACTIVITY_NOTICE)


def close_inactive(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Forget one of them.

    Raises:
        LastReferent: somebody must be named first; staff are asked by the log.
    """
    anonymise_account(session, account_id, by=OPERATOR, now=now)
