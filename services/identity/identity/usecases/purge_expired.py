"""Remove what is over: codes, token families, sign-ins, links, counts of failed attempts, old contacts."""

from datetime import datetime, timedelta

from chassis.database import Session
from identity.domain.lifetimes import CONTACT_KEPT, KEPT_AFTER_END, SIGN_IN_IDLE
from identity.domain.throttling import WINDOW
from identity.store import assertions, grants, links, passkeys, requests, sign_ins, throttles


def purge_expired(session: Session, *, now: datetime) -> dict[str, int]:
    """How many of each went. They are kept for a day after their end, so that a replay is still recognised."""
    ended_before = now - KEPT_AFTER_END
    longest_window: timedelta = max(WINDOW.values())
    return {
        "codes": grants.delete_codes(session, expired_before=ended_before),
        "families": grants.delete_families(
            session, ended_before=ended_before, silent_since=ended_before - SIGN_IN_IDLE
        ),
        "sign_ins": sign_ins.delete_ended(session, before=ended_before),
        "assertions": assertions.delete_used(session, before=now),
        "challenges": passkeys.delete_used_challenges(session, before=now),
        "links": links.delete_ended(session, before=ended_before),
        "contacts": requests.forget_contacts_decided_before(session, now - CONTACT_KEPT),
        "throttles": throttles.delete_throttles(session, before=now - longest_window, now=now),
    }
