"""The outbox: an event is written in the transaction of the change it tells, and published afterwards by the relay.

Source: « Transactional outbox », https://microservices.io/patterns/data/transactional-outbox.html
"""

from sqlalchemy import func, insert
from sqlalchemy.orm import Session

from chassis.events import Event, name_of
from chassis.tables import OUTBOX
from chassis.tracing import current_traceparent

CHANNEL = "outbox"
# PostgreSQL folds equal notifications of one transaction into one.
_APPEND = insert(OUTBOX).returning(func.pg_notify(CHANNEL, ""))


def append(session: Session, event: Event) -> None:
    """Say `event` if and when the transaction of `session` commits.

    Raises:
        ValueError: the event's type is not `<noun>.<past participle>.v<n>`.
    """
    name_of(event.type)
    traceparent = event.traceparent or current_traceparent()
    row = {name: getattr(event, name) for name in ("id", "type", "subject", "subject_version", "occurred_at")}
    row |= {"confidentiality": event.confidentiality.value, "traceparent": traceparent, "data": dict(event.data)}
    session.execute(_APPEND, {**row, "attempts": 0})
