"""The relay: publishes the outbox, marks a row only after the broker's confirm. Several may run at once."""

import threading
from datetime import datetime, timedelta

import psycopg
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from chassis import clock, metrics, outbox
from chassis.broker import AMQPError, Publisher
from chassis.database import transaction
from chassis.events import Confidentiality, Event
from chassis.logs import log
from chassis.messages import encode
from chassis.tables import OUTBOX

WINDOW = 100
POLL_S = 1.0
RECONNECT_S = 1.0
_LOG = log(__name__)


def _event(row: dict[str, object]) -> Event:
    fields = ("id", "type", "subject", "subject_version", "occurred_at", "traceparent", "data")
    return Event(
        confidentiality=Confidentiality(str(row["confidentiality"])),
        **{name: row[name] for name in fields},  # type: ignore[arg-type]  # a row of our own table
    )


def _mark(session: Session, *, sent: list[int], returned: list[int], now: datetime) -> None:
    if sent:
        kept = OUTBOX.c.confidentiality == Confidentiality.PUBLIC.value
        session.execute(update(OUTBOX).where(OUTBOX.c.position.in_(sent)).values(sent_at=now))
        # Bodies that name persons or hold secrets are erased as soon as they are said.
        session.execute(update(OUTBOX).where(OUTBOX.c.position.in_(sent), ~kept).values(data=None))
    if returned:
        delay = func.least(60, func.power(2, func.least(OUTBOX.c.attempts, 6))) * timedelta(seconds=1)
        session.execute(
            update(OUTBOX)
            .where(OUTBOX.c.position.in_(returned))
            .values(attempts=OUTBOX.c.attempts + 1, next_try_at=func.now() + delay)
        )


def relay_window(publisher: Publisher, *, speaker: str, now: datetime, limit: int = WINDOW) -> int:
    """Publish up to `limit` rows that no other relay holds; returns how many were tried.

    Raises:
        AMQPError: the broker was lost; nothing of this window is marked and it will be published again.
    """
    with transaction() as session:
        rows = session.execute(
            select(OUTBOX)
            .where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.next_try_at.is_(None) | (OUTBOX.c.next_try_at <= func.now()))
            .order_by(OUTBOX.c.position)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        unsent = publisher.publish([encode(_event(dict(row._mapping)), speaker=speaker) for row in rows])
        sent = [row.position for row in rows if str(row.id) not in unsent]
        returned = [row.position for row in rows if str(row.id) in unsent]
        _mark(session, sent=sent, returned=returned, now=now)
    for row in rows:
        counter = metrics.EVENTS_RETURNED if str(row.id) in unsent else metrics.EVENTS_SENT
        counter.labels(type=row.type).inc()
    if unsent:
        _LOG.warning("no queue took some events", count=len(unsent), types=sorted({r.type for r in rows}))
    return len(rows)


def note_waiting() -> None:
    """Show how many events are not confirmed yet."""
    with transaction() as session:
        waiting = session.scalar(select(func.count()).where(OUTBOX.c.sent_at.is_(None)))
    metrics.OUTBOX_WAITING.set(waiting or 0)


class Doorbell:
    """Wakes on NOTIFY; a lost notification only means waiting for the poll."""

    def __init__(self, url: str, channel: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(f"LISTEN {channel}")

    def wait(self, seconds: float) -> None:
        """Return at the next notification, or after `seconds`."""
        for _ in self._connection.notifies(timeout=seconds, stop_after=1):
            pass

    def close(self) -> None:
        self._connection.close()


def _serve(url: str, *, broker_url: str, speaker: str, stop: threading.Event) -> None:
    note_waiting()  # before the broker is tried: what waits for it must be seen
    publisher = Publisher(broker_url)
    doorbell = Doorbell(url, outbox.CHANNEL)
    try:
        while not stop.is_set():
            while relay_window(publisher, speaker=speaker, now=clock.now()) == WINDOW and not stop.is_set():
                pass
            note_waiting()
            doorbell.wait(POLL_S)
            publisher.idle(0)
    finally:
        doorbell.close()
        publisher.close()


def run(url: str, *, broker_url: str, speaker: str, stop: threading.Event) -> None:
    """Relay until `stop`; a lost broker or database is waited for."""
    while not stop.is_set():
        try:
            _serve(url, broker_url=broker_url, speaker=speaker, stop=stop)
        except (AMQPError, OperationalError, psycopg.OperationalError) as fault:
            _LOG.warning("the relay lost a connection", fault=type(fault).__name__)
            stop.wait(RECONNECT_S)
