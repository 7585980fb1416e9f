"""Ask to join Cap Métiers, or to renew a membership."""

from datetime import datetime
from uuid import UUID

from chassis.clock import PARIS
from chassis.database import Session
from chassis.ids import new_id
from identity.domain.membership_requests import MembershipRequest
from identity.domain.rights import Actor
from identity.store import organisations, requests
from identity.usecases.check_authority import check_actor


def request_membership(
    session: Session, organisation_id: UUID, *, message: str | None, by: Actor, now: datetime
) -> MembershipRequest:
    """Staff will decide; one that has been a member asks to renew.

    Raises:
        NotFound: no such organisation.
        Forbidden: neither referent of this organisation nor staff.
        OrganisationClosed: it is closed.
        MembershipRequestExists: one waits already.
    """
    organisation = organisations.lock_organisation(session, organisation_id)
    check_actor(session, by, organisation_id=organisation_id)
    organisation.check_open(now.astimezone(PARIS).date())
    request = MembershipRequest(
        id=new_id(),
        organisation_id=organisation_id,
        requested_by=by.account_id,
        requested_at=now,
        is_renewal=bool(organisation.memberships),
        message=message,
    )
    requests.add_membership_request(session, request)
    return request
