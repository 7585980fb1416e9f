"""Who acts on a session's requests, when and why, and the rules in force at that moment."""

from datetime import datetime

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.deadlines import day_of
from enrolment.domain.moves import Act
from enrolment.domain.policy import in_force
from enrolment.domain.reasons import ReasonCode
from enrolment.domain.rules import Facts
from enrolment.domain.targets import Target
from enrolment.store import policies


def compose_act(
    session: Session,
    target: Target,
    *,
    now: datetime,
    by: Principal | None = None,
    reason: str | None = None,
    reason_code: ReasonCode | None = None,
) -> Act:
    """The act of `by`, or of nobody: a clock or a neighbour. Quotas follow the policy of the session's first day."""
    known = policies.every(session)
    return Act(
        occurred_at=now,
        policy=in_force(known, day_of(now)),
        quota_policy=in_force(known, target.first_day),
        account_id=by.account_id if by else None,
        role=by.active_role if by else None,
        reason=reason,
        reason_code=reason_code,
    )


def act_of(facts: Facts) -> Act:
    """The act of who asks, under the rules that their verdict was reached by."""
    return Act(
        occurred_at=facts.now,
        policy=facts.policy,
        quota_policy=facts.quota_policy,
        account_id=facts.principal.account_id,
        role=facts.principal.active_role,
    )
