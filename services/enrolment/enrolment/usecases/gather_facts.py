"""Gather all that bears on whether a person may ask for a place."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.deadlines import day_of
from enrolment.domain.policy import in_force
from enrolment.domain.rules import Facts
from enrolment.domain.targets import Target
from enrolment.store import enrolments, people, policies, rights, seats


def gather_facts(
    session: Session, target: Target, *, by: Principal, organisation_id: UUID | None, now: datetime
) -> Facts:
    """The facts as they stand; under whatever locks the caller holds. No organisation: the person has none."""
    known = policies.every(session)
    quota_policy = in_force(known, target.first_day)
    present = 0
    if target.is_capped and organisation_id is not None:
        scope = quota_policy.organisation_cap_scope
        counts = rights.present(session, target, organisation_ids=[organisation_id], scope=scope)
        present = counts.get(organisation_id, 0)
    return Facts(
        now=now,
        principal=by,
        organisation_id=organisation_id,
        account=people.account(session, by.account_id),
        organisation=people.organisation(session, organisation_id) if organisation_id else None,
        target=target,
        seats=seats.find(session, target.training_session_id),
        rights=rights.used(session, by.account_id, year=target.year),
        policy=in_force(known, day_of(now)),
        quota_policy=quota_policy,
        other_request=enrolments.other_request(session, by.account_id, target=target),
        present=present,
    )
