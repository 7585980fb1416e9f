"""Take a new e-mail address once it is proved; the earlier one is told."""

from datetime import datetime

from chassis import outbox
from chassis.database import Session
from identity.domain.accounts import AccountState
from identity.domain.links import LinkPurpose
from identity.store import accounts, links
from identity.usecases.prove_address import LinkOutcome
from identity.usecases.tell_security_change import SecurityChange, tell_security_change


def show_new_email(session: Session, unverified_token: str, *, now: datetime) -> str | None:
    """The address to be proved, None where the link is dead."""
    link = links.find_by_token(session, unverified_token, purpose=LinkPurpose.CHANGE_EMAIL)
    return link.email if link is not None and link.is_good(now) else None


def change_email(session: Session, unverified_token: str, *, now: datetime) -> LinkOutcome:
    """Links for the earlier address die with it."""
    link = links.lock_by_token(session, unverified_token, purpose=LinkPurpose.CHANGE_EMAIL)
    if link is None or link.account_id is None or not link.is_good(now):
        return LinkOutcome.DEAD
    account = accounts.lock_account(session, link.account_id)
    if account.state is not AccountState.ACTIVE:
        return LinkOutcome.DEAD
    if accounts.find_by_email(session, link.email) is not None:
        return LinkOutcome.TAKEN
    earlier = account.email
    link.used_at = now
    outbox.append(session, account.change_email(link.email, now=now))
    tell_security_change(session, account, change=SecurityChange.EMAIL_CHANGED, now=now, to=earlier)
    links.delete_of_account(session, account.id, besides=link)
    return LinkOutcome.DONE
