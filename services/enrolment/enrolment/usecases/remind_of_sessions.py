"""Enrolled people are reminded of their session twice; the policy in force says how many days before."""

from datetime import datetime, timedelta

from chassis import outbox
from chassis.database import Session
from enrolment.domain.deadlines import day_of, start_of_day
from enrolment.domain.events import session_reminder_triggered
from enrolment.domain.policy import in_force
from enrolment.store import policies, reminders


def remind_of_sessions(session: Session, *, now: datetime) -> int:
    """Say whose reminder is due, each once a request and first day; says how many.

    Whoever was enrolled since needs none, and of two that are due together only the later one is said.
    """
    today = day_of(now)
    policy = in_force(policies.every(session), today)
    count, nearer = 0, 0
    for days in sorted({policy.last_reminder_days, policy.reminder_days} - {0}):
        ahead = timedelta(days=days)
        for enrolment, first_day in reminders.due(session, days_ahead=days, until=today + ahead, now=now):
            is_fresh = enrolment.decided_at is None or enrolment.decided_at >= start_of_day(first_day - ahead)
            is_overtaken = first_day <= today + timedelta(days=nearer)
            is_first = reminders.mark_told(
                session, enrolment.enrolment_id, first_day=first_day, days_ahead=days, now=now
            )
            if is_first and not is_fresh and not is_overtaken:
                outbox.append(session, session_reminder_triggered(enrolment, first_day=first_day, occurred_at=now))
                count += 1
        nearer = days
    return count
