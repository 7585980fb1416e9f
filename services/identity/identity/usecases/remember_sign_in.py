"""Remember that a person is signed in with a browser, once everything was proved."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from chassis import outbox
from chassis.database import Session
from chassis.ids import new_id
from identity.domain.accounts import Account
from identity.domain.clients import digest
from identity.domain.grants import SignIn
from identity.domain.lifetimes import SIGN_IN_TTL
from identity.domain.protocol import SignedIn
from identity.store import sign_ins
from identity.usecases.end_sign_ins import end_sign_in

TOKEN_BYTES = 32
LONGEST_AGENT = 300


@dataclass(frozen=True, kw_only=True)
class Visit:
    """The sign-in token that the browser has already ("" for none), what it says it is, what was proved (RFC 8176)."""

    earlier_token: str
    agent: str
    methods: tuple[str, ...]


def remember_sign_in(session: Session, account: Account, *, visit: Visit, now: datetime) -> SignedIn:
    """The browser gets a new token in any case (session fixation). The same person signing in again goes on with the
    same sign-in, so that clients stay signed in; another person's ends."""
    first = account.sign_in(now=now)
    if first is not None:
        outbox.append(session, first)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    earlier = sign_ins.find_by_token(session, visit.earlier_token)
    agent = "".join(filter(str.isprintable, visit.agent))[:LONGEST_AGENT]
    if earlier is not None and earlier.account_id == account.id and earlier.is_alive(now):
        earlier.token_hash, earlier.authenticated_at, earlier.seen_at = digest(token), now, now
        earlier.ends_at, earlier.methods, earlier.agent = now + SIGN_IN_TTL, list(visit.methods), agent
    else:
        if earlier is not None:
            end_sign_in(session, earlier, reason="another person signed in", now=now)
        session.add(
            SignIn(
                id=new_id(),
                account_id=account.id,
                token_hash=digest(token),
                authenticated_at=now,
                seen_at=now,
                ends_at=now + SIGN_IN_TTL,
                methods=list(visit.methods),
                agent=agent,
            )
        )
    return SignedIn(token=token, account_id=account.id, ends_at=now + SIGN_IN_TTL)
