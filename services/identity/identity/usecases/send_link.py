"""Send the link that somebody asked for, where there is something to send; run by a worker."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.events import Event
from identity.domain import events
from identity.domain.accounts import Account, AccountState
from identity.domain.clients import digest
from identity.domain.links import Link, LinkPurpose
from identity.store import accounts, links

TOKEN_BYTES = 32
# Pages of ours, under the issuer: never an address that a request named (reset poisoning).
_PAGES = {
    LinkPurpose.OPEN_ACCOUNT: "/creer-un-compte/confirmation",
    LinkPurpose.RESET_PASSWORD: "/nouveau-mot-de-passe",
    LinkPurpose.CHANGE_EMAIL: "/nouvelle-adresse",
}


def send_link(link_id: UUID, *, issuer: str, now: datetime) -> Callable[[Session], None]:
    """To be run in the transaction that marks the task done."""
    return lambda session: _send(session, link_id, issuer=issuer, now=now)


def _send(session: Session, link_id: UUID, *, issuer: str, now: datetime) -> None:
    link = links.lock_link(session, link_id)
    if link is None or not link.is_good(now):
        return
    holder = accounts.find_by_email(session, link.email)
    if link.purpose is LinkPurpose.RESET_PASSWORD:
        is_wanted = holder is not None and holder.state is AccountState.ACTIVE
        link.account_id = holder.id if holder and is_wanted else None
    else:
        # The address has an account already: its owner is told, whoever asked is not.
        is_wanted = holder is None
        if holder is not None:
            outbox.append(session, _attempted(holder, now=now))
    if not is_wanted:
        links.delete_link(session, link)
        return
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link.token_hash = digest(token)
    outbox.append(session, _wanted(session, link, address=f"{issuer}{_PAGES[link.purpose]}?jeton={token}", now=now))


def _wanted(session: Session, link: Link, *, address: str, now: datetime) -> Event:
    told = {**_name(session, link), "email": link.email, "link": address, "expires_at": link.expires_at.isoformat()}
    if link.purpose is LinkPurpose.RESET_PASSWORD:
        return _event(events.ACCOUNT_PASSWORD_RESET_REQUESTED, link.account_id or link.id, data=told, now=now)
    told = {"link_id": str(link.id), "purpose": link.purpose.value, **told}
    return _event(events.ACCOUNT_EMAIL_PROOF_REQUESTED, link.id, data=told, now=now)


def _name(session: Session, link: Link) -> dict[str, Any]:
    """Who is greeted; `account_id` is null for somebody who has no account yet."""
    account = accounts.find_account(session, link.account_id) if link.account_id else None
    if account is not None:
        return {"account_id": str(account.id), **_names(account)}
    applicant = link.applicant or {}
    return {"account_id": None, **{name: applicant.get(name) for name in ("civility", "given_name", "family_name")}}


def _names(account: Account) -> dict[str, Any]:
    return {
        "civility": account.civility.value if account.civility else None,
        "given_name": account.given_name,
        "family_name": account.family_name,
    }


def _attempted(holder: Account, *, now: datetime) -> Event:
    told = {"account_id": str(holder.id), "email": holder.email, **_names(holder)}
    return _event(events.ACCOUNT_CREATION_ATTEMPTED, holder.id, data=told, now=now)


def _event(event_type: str, subject: UUID, *, data: dict[str, Any], now: datetime) -> Event:
    confidentiality = events.CONFIDENTIALITY[event_type]
    return Event(type=event_type, subject=subject, occurred_at=now, confidentiality=confidentiality, data=data)
