"""Look for what should have happened and did not: messages unsent after an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.database import Session
from notification.store import messages
from notification.usecases.write_message import TASK, add_task

PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Found:
    """How many messages wait for more than an hour, and how many of them no task was going to send."""

    late: int
    forsaken: int


def reconcile_messages(session: Session, *, now: datetime) -> Found:
    """Give forsaken messages a new task; those that only wait for the mail server keep theirs."""
    before = now - PATIENCE
    forsaken = messages.forsaken_since(session, before, task_kind=TASK)
    for message_id in forsaken:
        add_task(session, message_id, key=f"{message_id}@{now:%Y%m%dT%H%M}", now=now)
    return Found(late=messages.queued_since(session, before), forsaken=len(forsaken))
