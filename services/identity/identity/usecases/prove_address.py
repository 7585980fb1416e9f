"""Whoever opens the link of an account request proves the address, and with the password that they are who asked.

The password is asked for again on purpose: without it, somebody could prepare an account in another's name, with a
password of their own, and wait for the other to confirm it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.database import Session, transaction
from chassis.errors import NotFound
from identity.domain.errors import EmailTaken, OrganisationClosed
from identity.domain.links import Applicant, Link, LinkPurpose
from identity.domain.throttling import ThrottleKind
from identity.store import links, organisations, password_hashes
from identity.store.throttles import Keys
from identity.usecases.count_attempts import count_attempt, settle
from identity.usecases.open_account import NewAccount, open_account_with_hash
from identity.usecases.request_affiliation import AffiliationWish, request_affiliation


class LinkOutcome(StrEnum):
    """What became of a link."""

    DONE = "done"
    DONE_WITHOUT_ORGANISATION = "done_without_organisation"
    DEAD = "dead"
    WRONG_PASSWORD = "wrong_password"
    TAKEN = "taken"


@dataclass(frozen=True, kw_only=True)
class WaitingAccount:
    """What the confirmation page shows of a good link."""

    email: str
    organisation_name: str | None


@dataclass(frozen=True, kw_only=True)
class Proof:
    """The outcome, and until when no password is looked at, where there were too many wrong ones."""

    outcome: LinkOutcome
    until: datetime | None = None


def show_waiting_account(session: Session, unverified_token: str, *, now: datetime) -> WaitingAccount | None:
    """None where the link is unknown, used, or more than a day old. Looking uses nothing up: mail scanners look too."""
    link = links.find_by_token(session, unverified_token, purpose=LinkPurpose.OPEN_ACCOUNT)
    if link is None or not link.is_good(now):
        return None
    wanted = Applicant.of_json(link.applicant or {}).organisation_id
    organisation = organisations.find_organisation(session, wanted) if wanted else None
    return WaitingAccount(email=link.email, organisation_name=organisation.name if organisation else None)


def prove_address(unverified_token: str, unverified_password: str, *, address: str, now: datetime) -> Proof:
    """Open the account and ask for the affiliation. Counts and hashes outside the transaction that opens it.

    Raises:
        HashingBusy: too many hashes at once; nothing was counted.
    """
    with password_hashes.place():
        return _prove(unverified_token, unverified_password, address=address, now=now)


def _prove(unverified_token: str, unverified_password: str, *, address: str, now: datetime) -> Proof:
    with transaction() as session:
        link = links.find_by_token(session, unverified_token, purpose=LinkPurpose.OPEN_ACCOUNT)
        if link is None or not link.is_good(now):
            return Proof(outcome=LinkOutcome.DEAD)
        applicant = Applicant.of_json(link.applicant or {})
        keys: Keys = ((ThrottleKind.ACCOUNT, link.email), (ThrottleKind.ADDRESS, address))
        closed_until = count_attempt(session, keys, now=now)
    if closed_until is not None:
        return Proof(outcome=LinkOutcome.WRONG_PASSWORD, until=closed_until)
    if not password_hashes.matches(applicant.password_hash, unverified_password):
        return Proof(outcome=LinkOutcome.WRONG_PASSWORD)
    with transaction() as session:
        settle(session, keys, now=now)
        locked = links.lock_by_token(session, unverified_token, purpose=LinkPurpose.OPEN_ACCOUNT)
        if locked is None or not locked.is_good(now):
            return Proof(outcome=LinkOutcome.DEAD)
        return Proof(outcome=_open(session, locked, applicant=applicant, now=now))


def _open(session: Session, link: Link, *, applicant: Applicant, now: datetime) -> LinkOutcome:
    new = NewAccount(
        email=link.email,
        password="",
        civility=applicant.civility,
        given_name=applicant.given_name,
        family_name=applicant.family_name,
        phone=applicant.phone,
        mobile_phone=applicant.mobile_phone,
        job_title=applicant.job_title,
    )
    try:
        account = open_account_with_hash(session, new, password_hash=applicant.password_hash, now=now)
    except EmailTaken:
        return LinkOutcome.TAKEN
    # The person's data are the account's now.
    link.used_at, link.account_id, link.applicant = now, account.id, {}
    links.delete_others(session, link)
    if applicant.organisation_id is None:
        return LinkOutcome.DONE_WITHOUT_ORGANISATION
    return _ask_for_affiliation(session, account.id, organisation_id=applicant.organisation_id, now=now)


def _ask_for_affiliation(session: Session, account_id: UUID, *, organisation_id: UUID, now: datetime) -> LinkOutcome:
    wish = AffiliationWish(account_id=account_id, organisation_id=organisation_id)
    try:
        request_affiliation(session, wish, now=now)
    except (NotFound, OrganisationClosed):
        # It closed since the form was sent; nothing was written.
        return LinkOutcome.DONE_WITHOUT_ORGANISATION
    return LinkOutcome.DONE
