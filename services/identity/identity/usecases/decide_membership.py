"""Confirm a membership with its first and last day, or refuse it with a reason."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from identity.domain.membership_requests import MembershipDecision, MembershipRequest
from identity.domain.rights import Actor
from identity.store import organisations, requests
from identity.usecases.check_authority import check_staff
from identity.usecases.record_membership import record_membership


@dataclass(frozen=True, kw_only=True)
class Period:
    """Both days included."""

    starts_on: date
    ends_on: date


def confirm_membership(
    session: Session, membership_request_id: UUID, *, period: Period, by: Actor, now: datetime
) -> MembershipRequest:
    """The organisation is a member from the first to the last day.

    Raises:
        NotFound: no such request.
        Forbidden: the actor is not staff.
        IllegalMove: it was decided.
        InvalidPeriod, MembershipOverlap: the days do not do.
    """
    request = _lock(session, membership_request_id, by=by)
    request.target_of(MembershipDecision.CONFIRM)
    membership = record_membership(
        session, request.organisation_id, starts_on=period.starts_on, ends_on=period.ends_on, by=by, now=now
    )
    session.flush()
    request.move(MembershipDecision.CONFIRM, by=by.account_id, reason=None, now=now)
    request.membership_id = membership.id
    return request


def refuse_membership(
    session: Session, membership_request_id: UUID, *, reason: str, by: Actor, now: datetime
) -> MembershipRequest:
    """The referents are told why.

    Raises:
        NotFound: no such request.
        Forbidden: the actor is not staff.
        IllegalMove: it was decided.
        ReasonRequired: no reason given.
    """
    request = _lock(session, membership_request_id, by=by)
    request.move(MembershipDecision.REFUSE, by=by.account_id, reason=reason, now=now)
    outbox.append(session, request.refused(now=now))
    return request


def _lock(session: Session, membership_request_id: UUID, *, by: Actor) -> MembershipRequest:
    check_staff(session, by)
    found = requests.find(session, MembershipRequest, key=membership_request_id)
    organisations.lock_organisation(session, found.organisation_id)
    return requests.lock(session, MembershipRequest, key=membership_request_id)
