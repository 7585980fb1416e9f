"""Enrolled people are reminded of their session some days before; the policy in force says how many."""

from datetime import datetime, timedelta

from chassis import outbox
from chassis.database import Session
from enrolment.domain.deadlines import day_of, start_of_day
from enrolment.domain.events import session_reminder_triggered
from enrolment.domain.policy import in_force
from enrolment.store import policies, reminders


def remind_of_sessions(session: Session, *, now: datetime) -> int:
    """Say whose reminder is due, once a request and first day; whoever was enrolled since needs none. Says how many."""
    today = day_of(now)
    ahead = timedelta(days=in_force(policies.every(session), today).reminder_days)
    if not ahead:
        return 0
    count = 0
    for enrolment, first_day in reminders.due(session, until=today + ahead, now=now):
        is_fresh = enrolment.decided_at is None or enrolment.decided_at >= start_of_day(first_day - ahead)
        if reminders.mark_told(session, enrolment.enrolment_id, first_day=first_day, now=now) and not is_fresh:
            outbox.append(session, session_reminder_triggered(enrolment, first_day=first_day, occurred_at=now))
            count += 1
    return count
