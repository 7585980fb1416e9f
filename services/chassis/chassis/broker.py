"""RabbitMQ: the exchanges and queues of a service, and publishing by windows with confirms.

Every queue is a quorum queue with a delivery limit AND a dead-letter exchange: with a limit and no such exchange a
crashing consumer makes the broker drop its neighbours' messages silently.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.channel import Channel
from pika.exceptions import AMQPConnectionError, AMQPError
from pika.spec import Basic, BasicProperties

from chassis.messages import CONTENT_TYPE, Message

__all__ = ["AMQPError", "BlockingChannel", "Names", "Publisher", "connect", "declare_exchange", "declare_queues"]

EXCHANGE = "pp.events"
DELIVERY_LIMIT = 20
RETRY_DELAYS_S = (5, 30, 300, 1_800)
_SAFE = {"x-queue-type": "quorum", "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}


class Names:
    """The exchanges and queues of one service."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.inbox = f"{service}.inbox"
        self.retry = f"{service}.retry"
        self.comeback = f"{service}.return"
        self.dead = f"{service}.dead"
        self.dead_letters = f"{service}.dead-letters"

    def replay_key(self, speaker: str) -> str:
        """The topic on which only this service hears a replay of `speaker`."""
        return f"{speaker}.replay.{self.service}"


def _parameters(url: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.heartbeat = 30
    parameters.blocked_connection_timeout = 60
    return parameters


def properties_of(message_id: str, headers: dict[str, str | int] | None = None) -> BasicProperties:
    """Persistent, with the event's id."""
    return BasicProperties(
        content_type=CONTENT_TYPE, delivery_mode=2, message_id=message_id, headers=dict(headers) if headers else None
    )


def connect(url: str) -> pika.BlockingConnection:
    """A connection for one thread.

    Raises:
        AMQPError: the broker cannot be reached or refuses us.
    """
    return pika.BlockingConnection(_parameters(url))


def declare_exchange(url: str) -> None:
    """Create the one exchange for events; done once a virtual host, by its administrator."""
    connection = connect(url)
    connection.channel().exchange_declare(EXCHANGE, exchange_type="topic", durable=True)
    connection.close()


def declare_queues(channel: BlockingChannel, names: Names, binding_keys: Iterable[str]) -> None:
    """Create what one service needs to hear; done again without harm."""
    for exchange in (names.retry, names.comeback, names.dead):
        channel.exchange_declare(exchange, exchange_type="direct", durable=True)
    channel.queue_declare(names.dead_letters, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_bind(names.dead_letters, names.dead, routing_key=names.inbox)
    limits = {"x-delivery-limit": DELIVERY_LIMIT}
    dead = {"x-dead-letter-exchange": names.dead, "x-dead-letter-routing-key": names.inbox}
    channel.queue_declare(names.inbox, durable=True, arguments={**_SAFE, **limits, **dead})
    channel.queue_bind(names.inbox, names.comeback, routing_key=names.inbox)
    for delay in RETRY_DELAYS_S:
        queue = f"{names.retry}.{delay}"
        comeback = {"x-dead-letter-exchange": names.comeback, "x-dead-letter-routing-key": names.inbox}
        channel.queue_declare(
            queue, durable=True, arguments={**_SAFE, **limits, **comeback, "x-message-ttl": delay * 1000}
        )
        channel.queue_bind(queue, names.retry, routing_key=str(delay))
    for key in binding_keys:
        channel.queue_bind(names.inbox, EXCHANGE, routing_key=key)


@dataclass
class _Window:
    """What became of the messages of one window, by delivery tag and message id."""

    ids: dict[int, str] = field(default_factory=dict)
    returned: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)


class Publisher:
    """Publishes windows of messages and waits until the broker has confirmed, refused or returned each.

    BlockingConnection confirms one message at a time (1,900/s against 12,000/s), hence pika's event loop, run only
    while we wait. For one thread.
    """

    def __init__(self, url: str) -> None:
        self._fault: BaseException | None = None
        self._channel: Channel | None = None
        self._window = _Window()
        self._next_tag = 1
        self._connection = pika.SelectConnection(
            _parameters(url),
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_lost,
            on_close_callback=self._on_lost,
        )
        self._loop = self._connection.ioloop
        self._run_until_stopped()

    def _on_open(self, connection: pika.SelectConnection) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        self._channel = channel
        channel.add_on_close_callback(self._on_lost)
        channel.add_on_return_callback(self._on_return)
        channel.confirm_delivery(self._on_confirm, callback=lambda _frame: self._loop.stop())

    def _on_lost(self, _source: object, fault: object) -> None:
        self._fault = fault if isinstance(fault, BaseException) else AMQPConnectionError(str(fault))
        self._loop.stop()

    def _on_return(self, _channel: Channel, _method: Basic.Return, properties: BasicProperties, _body: bytes) -> None:
        # The broker sends a return before the confirm of the same message.
        self._window.returned.add(str(properties.message_id))

    def _on_confirm(self, frame: object) -> None:
        method = frame.method  # type: ignore[attr-defined]  # the stubs leave confirm frames untyped
        tag = method.delivery_tag
        settled = [known for known in self._window.ids if known <= tag] if method.multiple else [tag]
        for known in settled:
            message_id = self._window.ids.pop(known, None)
            if message_id is not None and isinstance(method, Basic.Nack):
                self._window.refused.add(message_id)
        if not self._window.ids:
            self._loop.stop()

    def _run_until_stopped(self) -> None:
        self._loop.start()
        if self._fault is not None:
            fault = self._fault if isinstance(self._fault, AMQPError) else AMQPConnectionError(str(self._fault))
            raise fault

    def publish(self, messages: Sequence[Message]) -> set[str]:
        """Publish all and wait; returns the ids of those that no queue took or the broker refused.

        Raises:
            AMQPError: the connection was lost; what became of unconfirmed messages is unknown.
        """
        if not messages:
            return set()
        channel = self._channel
        if channel is None or self._fault is not None:
            raise AMQPConnectionError("the connection to the broker is lost")
        self._window = _Window()
        for message in messages:
            self._window.ids[self._next_tag] = message.message_id
            self._next_tag += 1
        for message in messages:
            channel.basic_publish(
                EXCHANGE, message.routing_key, message.body, properties_of(message.message_id), mandatory=True
            )
        self._run_until_stopped()
        return self._window.returned | self._window.refused

    def idle(self, seconds: float) -> None:
        """Serve heartbeats for a while.

        Raises:
            AMQPError: the connection was lost.
        """
        timer = self._loop.call_later(seconds, self._loop.stop)
        self._run_until_stopped()
        self._loop.remove_timeout(timer)

    def close(self) -> None:
        """Close the connection; what is unconfirmed stays unconfirmed."""
        if not (self._connection.is_closed or self._connection.is_closing):
            self._connection.close()
            self._loop.start()
