"""Tell the owner of an account, by e-mail, that something about its safety changed: whoever did not do it must know."""

from datetime import datetime
from enum import StrEnum

from chassis import outbox
from chassis.database import Session
from chassis.events import Event
from identity.domain import events
from identity.domain.accounts import Account


class SecurityChange(StrEnum):
    """What changed."""

    PASSWORD_CHANGED = "password_changed"
    PASSWORD_RESET = "password_reset"
    EMAIL_CHANGED = "email_changed"
    SECOND_FACTOR_SET_UP = "second_factor_set_up"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_DEMANDED = "passkey_demanded"
    PASSKEY_NOT_DEMANDED = "passkey_not_demanded"
    PASSKEY_COPIED = "passkey_copied"


def tell_security_change(
    session: Session, account: Account, *, change: SecurityChange, now: datetime, to: str | None = None
) -> None:
    """To the account's address, or to the one it had before (`to`)."""
    outbox.append(
        session,
        Event(
            type=events.ACCOUNT_SECURITY_CHANGED,
            subject=account.id,
            occurred_at=now,
            confidentiality=events.CONFIDENTIALITY[events.ACCOUNT_SECURITY_CHANGED],
            data={
                "account_id": str(account.id),
                "change": change.value,
                "email": to or account.email,
                "civility": account.civility.value if account.civility else None,
                "given_name": account.given_name,
                "family_name": account.family_name,
                "changed_at": now.isoformat(),
            },
        ),
    )
