"""Record a membership of Cap Métiers: staff confirm it with its first and last day."""

from datetime import date, datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.ids import new_id
from identity.domain.membership_requests import confirmed
from identity.domain.organisations import Membership
from identity.domain.rights import Actor
from identity.store import organisations
from identity.usecases.check_authority import check_staff


def record_membership(
    session: Session, organisation_id: UUID, *, starts_on: date, ends_on: date, by: Actor, now: datetime
) -> Membership:
    """Both days included.

    Raises:
        NotFound: no such organisation.
        Forbidden: the actor is not staff.
        InvalidPeriod: it ends before it begins.
        MembershipOverlap: another one covers some of these days.
    """
    check_staff(session, by)
    organisation = organisations.lock_organisation(session, organisation_id)
    membership = Membership(
        id=new_id(),
        organisation_id=organisation_id,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=now,
        recorded_by=by.account_id,
    )
    is_renewal = bool(organisation.memberships)
    outbox.append(session, organisation.record_membership(membership, now=now))
    outbox.append(session, confirmed(membership, is_renewal=is_renewal, now=now))
    return membership
