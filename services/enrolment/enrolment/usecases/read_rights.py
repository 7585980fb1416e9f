"""The meter of a person: rights used and quotas of a year."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.database import Session
from enrolment.domain.deadlines import day_of
from enrolment.domain.policy import Policy, in_force
from enrolment.domain.rights import RightsUsed
from enrolment.store import policies, rights


@dataclass(frozen=True, kw_only=True)
class Meter:
    """What is used, and the policy whose quotas hold."""

    used: RightsUsed
    policy: Policy


def read_rights(session: Session, account_id: UUID, *, year: int | None, now: datetime) -> Meter:
    """The rights of a year (this one where none is named), under the policy in force then, or today of this year."""
    today = day_of(now)
    wanted = today.year if year is None else year
    day = min(max(today, date(wanted, 1, 1)), date(wanted, 12, 31))
    used = rights.used(session, account_id, year=wanted)
    return Meter(used=used, policy=in_force(policies.every(session), day))
