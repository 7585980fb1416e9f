"""Gather all that bears on whether a person may ask for a place."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.deadlines import day_of
from enrolment.domain.policy import in_force
from enrolment.domain.rules import Facts
from enrolment.domain.targets import Target
from enrolment.store import facts, policies


def gather_facts(
    session: Session, target: Target, *, by: Principal, organisation_id: UUID | None, now: datetime
) -> Facts:
    """The facts as they stand; under whatever locks the caller holds. No organisation: the person has none."""
    versions = policies.every(session)
    quota_policy = in_force(versions, target.first_day)
    known = facts.known(session, target, account_id=by.account_id, organisation_id=organisation_id)
    return Facts(
        now=now,
        principal=by,
        organisation_id=organisation_id,
        account=known.account,
        organisation=known.organisation,
        target=target,
        seats=known.seats,
        rights=known.rights,
        policy=in_force(versions, day_of(now)),
        quota_policy=quota_policy,
        other_request=known.other_request,
        present=known.present[quota_policy.organisation_cap_scope] if target.is_capped else 0,
    )
