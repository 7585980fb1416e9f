"""The consumer: a batch of messages in one transaction, acknowledged after its commit.

A message that fails is tried alone, then again after growing delays, then parked among the dead letters.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from chassis import clock, metrics
from chassis.broker import RETRY_DELAYS_S, AMQPError, BlockingChannel, Names, connect, declare_queues, properties_of
from chassis.database import Session, transaction
from chassis.events import Event, name_of
from chassis.hearing import Closing, Heard
from chassis.logs import log, told_briefly
from chassis.messages import Received, Unreadable, decode
from chassis.relay import POLL_S, RECONNECT_S
from chassis.tables import INBOX
from chassis.tracing import traced

PREFETCH = 100
CLOSING_TYPE = "replay.closed.v1"
_LOG = log(__name__)
Closings = Mapping[str, Callable[[Session, Closing], None]]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A message as it lies in our hands: not yet acknowledged."""

    tag: int
    message_id: str
    body: bytes
    attempt: int


class Hearing:
    """Applies messages to a service: which handlers hear what."""

    def __init__(self, *, heard: Sequence[Heard], closings: Closings) -> None:
        self._heard = heard
        self._closings = closings
        self._rows: dict[tuple[str, str], list[Heard]] = {}
        for row in heard:
            self._rows.setdefault((row.speaker, row.event), []).append(row)

    def binding_keys(self, service: str) -> list[str]:
        """The topics to bind, replays for us included."""
        replays = {Names(service).replay_key(row.speaker) for row in self._heard if row.is_copy}
        return sorted({row.binding_key for row in self._heard} | replays)

    def apply(self, session: Session, bodies: Sequence[bytes], now: datetime) -> None:
        """Run the handlers of these messages, in order; an event heard before changes nothing.

        Raises:
            Unreadable: no CloudEvent of ours, or a version or event that no handler knows.
        """
        heard = [decode(body) for body in bodies]
        new = _first_heard(session, [one.event.id for one in heard if one.event.replay is None], now)
        for received in heard:
            event = received.event
            if event.type == CLOSING_TYPE:
                self._close(session, event)
                continue
            rows = self._rows_of(received)
            is_first = event.replay is not None or event.id in new
            new.discard(event.id)
            metrics.EVENTS_HEARD.labels(type=event.type, outcome="handled" if is_first else "repeated").inc()
            with traced(event.traceparent, f"hear {event.type}"):
                for row in rows if is_first else ():
                    if row.is_copy or event.replay is None:
                        row.handle(session, event, now)

    def _rows_of(self, received: Received) -> Sequence[Heard]:
        found = self._rows.get((received.speaker, received.event.type))
        if found is None:
            name = name_of(received.event.type)
            is_known = any(speaker == received.speaker and name_of(event) == name for speaker, event in self._rows)
            raise Unreadable("unknown version" if is_known else "unknown event")
        return found

    def _close(self, session: Session, event: Event) -> None:
        data = event.data
        closing = Closing(
            state=data["state"],
            first=UUID(data["first"]) if data["first"] else None,
            last=UUID(data["last"]) if data["last"] else None,
            named=frozenset(UUID(text) for text in data["named"]),
            told_at=event.occurred_at,
        )
        self._closings[closing.state](session, closing)


def _first_heard(session: Session, ids: Sequence[UUID], now: datetime) -> set[UUID]:
    """Those of `ids` that were never heard before, now noted as heard."""
    statement = insert(INBOX).on_conflict_do_nothing().returning(INBOX.c.event_id)
    rows = [{"event_id": event_id, "heard_at": now} for event_id in ids]
    return set(session.scalars(statement, rows)) if rows else set()


def _lost_database(fault: BaseException) -> bool:
    return isinstance(fault, DBAPIError) and fault.connection_invalidated


class Consumer:
    """One connection, one thread, one service."""

    def __init__(self, url: str, *, service: str, hearing: Hearing) -> None:
        self._names = Names(service)
        self._hearing = hearing
        self._connection = connect(url)
        self._channel: BlockingChannel = self._connection.channel()
        self._channel.confirm_delivery()
        self._batch: list[Delivery] = []
        self._cancelled = False
        declare_queues(self._channel, self._names, hearing.binding_keys(service))
        self._channel.basic_qos(prefetch_count=PREFETCH)
        self._channel.add_on_cancel_callback(self._on_cancel)
        self._channel.basic_consume(self._names.inbox, self._on_message)

    def _on_cancel(self, _frame: object) -> None:
        # The broker took the queue away (deleted, or its leader was lost): begin again rather than wait in vain.
        self._cancelled = True

    def _on_message(self, _channel: object, method: object, properties: object, body: bytes) -> None:
        headers = getattr(properties, "headers", None) or {}
        self._batch.append(
            Delivery(
                tag=method.delivery_tag,  # type: ignore[attr-defined]  # pika hands Basic.Deliver, its stubs say object
                message_id=str(getattr(properties, "message_id", "") or ""),
                body=body,
                attempt=int(headers.get("x-attempt", 0)),
            )
        )

    def serve(self, stop: threading.Event) -> None:
        """Handle batches until `stop`; what is in hand is finished first.

        Raises:
            AMQPError: the connection was lost; what was not acknowledged comes again.
        """
        while not stop.is_set():
            self._connection.process_data_events(time_limit=POLL_S)
            batch, self._batch = self._batch, []
            if batch:
                self._handle(batch, stop)
            if self._cancelled:
                raise AMQPError("the broker cancelled the consumer")
        self._connection.close()

    def _handle(self, batch: list[Delivery], stop: threading.Event) -> None:
        while True:
            try:
                self._apply_all(batch)
                self._channel.basic_ack(batch[-1].tag, multiple=True)
                return
            except Exception as fault:  # one of the chassis' two loops: a handler may fail in any way
                if not _lost_database(fault):
                    break
                _LOG.warning("the consumer lost its database", fault=type(fault).__name__)
                self._connection.sleep(RECONNECT_S)
                if stop.is_set():
                    return
        for delivery in batch:
            self._handle_alone(delivery)

    def _apply_all(self, batch: Sequence[Delivery]) -> None:
        with transaction() as session:
            self._hearing.apply(session, [delivery.body for delivery in batch], clock.now())

    def _handle_alone(self, delivery: Delivery) -> None:
        try:
            self._apply_all([delivery])
        except Unreadable as fault:
            self._park(delivery, reason=str(fault))
        except Exception as fault:  # the same loop, one message at a time
            self._try_later(delivery, fault)
        self._channel.basic_ack(delivery.tag)

    def _try_later(self, delivery: Delivery, fault: Exception) -> None:
        reason = told_briefly(fault)
        if delivery.attempt >= len(RETRY_DELAYS_S):
            self._park(delivery, reason=reason)
            return
        metrics.EVENTS_HEARD.labels(type="", outcome="retried").inc()
        _LOG.warning("an event could not be handled yet", reason=reason, message_id=delivery.message_id)
        properties = properties_of(delivery.message_id, {"x-attempt": delivery.attempt + 1})
        tier = str(RETRY_DELAYS_S[delivery.attempt])
        self._channel.basic_publish(self._names.retry, tier, delivery.body, properties, mandatory=True)

    def _park(self, delivery: Delivery, *, reason: str) -> None:
        metrics.EVENTS_HEARD.labels(type="", outcome="parked").inc()
        _LOG.error("an event was parked among the dead letters", reason=reason, message_id=delivery.message_id)
        headers: dict[str, str | int] = {"x-reason": reason, "x-parked-at": datetime.now(UTC).isoformat()}
        properties = properties_of(delivery.message_id, headers)
        self._channel.basic_publish(self._names.dead, self._names.inbox, delivery.body, properties, mandatory=True)


def run(url: str, *, service: str, hearing: Hearing, stop: threading.Event) -> None:
    """Consume until `stop`; a lost broker is waited for."""
    while not stop.is_set():
        try:
            Consumer(url, service=service, hearing=hearing).serve(stop)
        except AMQPError as fault:
            _LOG.warning("the consumer lost the broker", fault=type(fault).__name__)
            stop.wait(RECONNECT_S)
