"""Take back a reported change, or a request for membership, that nobody has decided yet."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from chassis.database import Session
from chassis.errors import Forbidden
from chassis.principal import Role
from identity.domain.change_reports import ChangeDecision, ChangeReport
from identity.domain.errors import AlreadyDecided
from identity.domain.membership_requests import MembershipDecision, MembershipRequest
from identity.domain.rights import Actor
from identity.store import accounts, organisations, requests
from identity.usecases.check_authority import check_actor

_Kind = TypeVar("_Kind", ChangeReport, MembershipRequest)


def withdraw_change_report(session: Session, change_report_id: UUID, *, by: Actor, now: datetime) -> ChangeReport:
    """Any referent of the organisation may: whoever reported may be gone. Neighbours never knew of it.

    Raises:
        NotFound: no such report.
        Forbidden: no referent of this organisation.
        AlreadyDecided: by whom and when.
    """
    report = _locked(session, ChangeReport, key=change_report_id, by=by)
    report.move(ChangeDecision.WITHDRAW, by=by, reason=None, now=now)
    _keep(session, report.organisation_id, fact="change report withdrawn", by=by, now=now)
    return report


def withdraw_membership_request(
    session: Session, membership_request_id: UUID, *, by: Actor, now: datetime
) -> MembershipRequest:
    """The same of a request to join or to renew; another may follow at once.

    Raises:
        NotFound: no such request.
        Forbidden: no referent of this organisation.
        AlreadyDecided: by whom and when.
    """
    request = _locked(session, MembershipRequest, key=membership_request_id, by=by)
    request.move(MembershipDecision.WITHDRAW, by=by.account_id, reason=None, now=now)
    _keep(session, request.organisation_id, fact="membership request withdrawn", by=by, now=now)
    return request


def _locked(session: Session, kind: type[_Kind], *, key: UUID, by: Actor) -> _Kind:
    found = requests.find(session, kind, key=key)
    if by.role is not Role.REFERENT:
        raise Forbidden(figures={"active_role": by.role}, next_step="switch-role")
    organisations.lock_organisation(session, found.organisation_id)
    check_actor(session, by, organisation_id=found.organisation_id)
    request = requests.lock(session, kind, key=key)
    if request.decided_at is not None:
        names = accounts.names_of(session, [request.decided_by] if request.decided_by else [])
        raise AlreadyDecided(
            figures={
                "status": request.state,
                "decision": "withdraw",
                "decided_by_name": names.get(request.decided_by) if request.decided_by else None,
                "decided_at": request.decided_at.isoformat(),
            },
            next_step="read-the-request",
        )
    return request


def _keep(session: Session, organisation_id: UUID, *, fact: str, by: Actor, now: datetime) -> None:
    if by.account_id is not None:
        accounts.log_right(session, by.account_id, fact=fact, by=by, now=now, about=(organisation_id, None, None))
