"""The clock: requests wait for their employer; HR validators are reminded, later the referent is told."""

from datetime import datetime, timedelta
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from enrolment.domain.deadlines import day_of
from enrolment.domain.notices import decision_delayed
from enrolment.domain.policy import Policy, in_force
from enrolment.store import decision_reminders, policies

REMINDER, ESCALATION = "reminder", "escalation"


def _policy(session: Session, now: datetime) -> Policy:
    return in_force(policies.every(session), day_of(now))


def find_undecided(session: Session, *, now: datetime) -> list[UUID]:
    """Organisations to look at."""
    policy = _policy(session, now)
    days = min(policy.hr_reminder_days, policy.hr_escalation_days)
    return decision_reminders.organisations_waiting(session, asked_before=now - timedelta(days=days))


def remind_undecided(session: Session, organisation_id: UUID, *, now: datetime) -> int:
    """One fact a level for all requests that have come to it; says how many requests. A second run finds none."""
    policy = _policy(session, now)
    levels = ((REMINDER, policy.hr_reminder_days), (ESCALATION, policy.hr_escalation_days))
    return sum(_remind(session, organisation_id, level=level, days=days, now=now) for level, days in levels)


def _remind(session: Session, organisation_id: UUID, *, level: str, days: int, now: datetime) -> int:
    before = now - timedelta(days=days)
    due = decision_reminders.unreminded(session, organisation_id, level=level, asked_before=before)
    if not due:
        return 0
    new = decision_reminders.remember(session, [key for key, _ in due], level=level, now=now)
    told = [(key, asked_at) for key, asked_at in due if key in new]
    if told:
        fact = decision_delayed(
            organisation_id,
            level=level,
            enrolment_ids=[key for key, _ in told],
            oldest=told[0][1],
            occurred_at=now,
        )
        outbox.append(session, fact)
    return len(told)
