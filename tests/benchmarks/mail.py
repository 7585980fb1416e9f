"""From events to e-mails that a server accepted: rate with one and two workers, and the time that one takes."""

import asyncio
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any
from uuid import UUID

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pika.adapters.blocking_connection import BlockingChannel

from chassis import database, outbox
from chassis.broker import Names, Publisher, connect, declare_queues
from chassis.consumer import Hearing
from chassis.database import transaction
from chassis.events import Event
from chassis.ids import new_id
from chassis.messages import Message, encode
from notification.consumers import CLOSINGS, HEARD
from notification.domain.kinds import MessageKind
from notification.domain.message import message_identifier
from services.notification.tests.conftest import ALAIN, NOW, House, Mailbox
from tests.benchmarks.harness import (
    ROUNDS,
    Benchmark,
    CannotMeasure,
    Figure,
    at_least,
    finish,
    median,
    percentile,
    wait_until,
)
from tests.benchmarks.servers import SMTP as SMTP_PORT
from tests.benchmarks.servers import Servers
from tests.contracts.schemas import example_of

SLOW_S = 0.05
# Each event is two e-mails: to the person and to the provider.
EVENTS, E_MAILS_EACH = 100, 2
PACED, PACE_S = 200, 0.1
PATIENCE_S = 120.0
FACT = "enrolment.pre_enrolled.v1"


class SlowServer:
    """A handler of aiosmtpd that takes its time, and keeps when each message was accepted."""

    def __init__(self) -> None:
        self.takes_s = 0.0
        self.accepted: dict[str, float] = {}

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.takes_s)
        content = envelope.content
        assert isinstance(content, bytes)
        name = str(BytesHeaderParser().parsebytes(content)["Message-ID"])
        self.accepted[name.strip("<>").partition("@")[0]] = time.monotonic()
        return "250 OK"


def _fact() -> Event:
    """Another person's request was approved, as enrolment says it."""
    data: dict[str, Any] = {**example_of(FACT)["data"], "enrolment_id": str(new_id())}
    subject = UUID(data["enrolment_id"])
    return Event(id=new_id(), type=FACT, subject=subject, subject_version=1, occurred_at=NOW, data=data)


def _said(count: int) -> list[Message]:
    return [encode(_fact(), speaker="enrolment") for _ in range(count)]


@contextmanager
def _working(servers: Servers, folder: Path, *, names: Sequence[str], smtp_port: int) -> Iterator[None]:
    """So many workers of notification, ready."""
    url = f"smtp://127.0.0.1:{smtp_port}"
    running = [servers.worker(name, folder / f"{name}.log", PP_SMTP_URL=url) for name in names]
    try:
        for name in names:
            wait_until(lambda name=name: _listens(servers.instance.ports[name]), f"{name} is ready")  # type: ignore[misc]  # its name now
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            finish(process)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _rate(publisher: Publisher, server: SlowServer) -> float:
    """E-mails a second, from the first event published to the last message accepted."""
    messages = _said(EVENTS)
    before, began = len(server.accepted), time.monotonic()
    publisher.publish(messages)
    wait_until(
        lambda: len(server.accepted) >= before + EVENTS * E_MAILS_EACH, "everything was accepted", patience_s=PATIENCE_S
    )
    return EVENTS * E_MAILS_EACH / (max(server.accepted.values()) - began)


def _take(channel: BlockingChannel, queue: str) -> None:
    method, _properties, _body = channel.basic_get(queue)
    if method is None or method.delivery_tag is None:
        raise CannotMeasure("a bare message was lost")
    channel.basic_ack(method.delivery_tag)


def _bare(url: str) -> tuple[float, list[float]]:
    """The bare message with pika: so many a second published and consumed; seconds of each way, one by one."""
    connection = connect(url)
    channel = connection.channel()
    channel.confirm_delivery()
    queue = channel.queue_declare("", exclusive=True).method.queue
    bodies = [message.body for message in _said(EVENTS)]
    began = time.monotonic()
    for body in bodies:
        channel.basic_publish("", queue, body)
    for _ in bodies:
        _take(channel, queue)
    rate, ways = EVENTS / (time.monotonic() - began), []
    for body in bodies:
        began = time.monotonic()
        channel.basic_publish("", queue, body)
        _take(channel, queue)
        ways.append(time.monotonic() - began)
    connection.close()
    return rate, ways


def _delays(server: SlowServer) -> list[float]:
    """Seconds from each commit in enrolment to the acceptance of the person's e-mail."""
    committed = {}
    for _ in range(PACED):
        fact = _fact()
        with transaction() as session:
            outbox.append(session, fact)
        committed[message_identifier(fact.id, UUID(ALAIN), kind=MessageKind.PRE_ENROLLED)] = time.monotonic()
        time.sleep(PACE_S)
    wait_until(lambda: committed.keys() <= server.accepted.keys(), "everything was accepted", patience_s=PATIENCE_S)
    return [server.accepted[name] - moment for name, moment in committed.items()]


def _prepare(servers: Servers) -> None:
    connection = connect(servers.broker_url("notification"))
    declare_queues(
        connection.channel(),
        Names("notification"),
        Hearing(heard=HEARD, closings=CLOSINGS).binding_keys("notification"),
    )
    connection.close()
    database.bind(servers.database_url("notification"))
    House(client=None, mailbox=Mailbox()).tell_neighbours()  # type: ignore[arg-type]  # nobody asks over HTTP here
    database.bind(servers.database_url("enrolment"))


def measure(folder: Path) -> Sequence[Figure]:
    server = SlowServer()
    rates: dict[int, list[float]] = {1: [], 2: []}
    bare_rates: list[float] = []
    ways: list[float] = []
    with Servers(speaker="enrolment", hearer_name="notification") as servers:
        _prepare(servers)
        port = servers.instance.ports[SMTP_PORT]
        smtp = Controller(server, hostname="127.0.0.1", port=port)
        smtp.start()
        publisher = Publisher(servers.broker_url("enrolment"))
        relay = servers.relay(folder / "relay.log")
        try:
            with _working(servers, folder, names=("hearer",), smtp_port=port):
                _rate(publisher, server)
                delays = _delays(server)
            server.takes_s = SLOW_S
            for _ in range(ROUNDS):
                for names in (("hearer",), ("hearer", "second-hearer")):
                    with _working(servers, folder, names=names, smtp_port=port):
                        rates[len(names)].append(_rate(publisher, server))
                bare_rate, ways = _bare(servers.broker_url("admin"))
                bare_rates.append(bare_rate)
        finally:
            publisher.close()
            relay.terminate()
            finish(relay)
            smtp.stop()
    return _figures(rates, bare_rates, delays=delays, ways=ways)


def _figures(
    rates: dict[int, list[float]], bare_rates: list[float], *, delays: list[float], ways: list[float]
) -> list[Figure]:
    one, two, bare = median(rates[1]), median(rates[2]), median(bare_rates)
    way = median(ways)
    return [
        Figure(
            what="the bare message, published and consumed",
            value=f"{bare:.0f}/s",
            note=f"one takes {1000 * way:.1f} ms",
        ),
        Figure(
            what="e-mails accepted, one worker",
            value=f"{one:.1f}/s",
            note=f"{one / bare:.3f} of the bare message; SMTP takes {1000 * SLOW_S:.0f} ms",
        ),
        Figure(
            what="e-mails accepted, two workers", value=f"{two:.1f}/s", note=f"{two / bare:.3f} of the bare message"
        ),
        at_least("two workers against one", two / one, 1.7),
        Figure(
            what="commit in enrolment → DATA accepted, median",
            value=f"{1000 * median(delays):.0f} ms",
            note=f"{median(delays) / way:.0f} bare messages; SMTP at once",
        ),
        Figure(
            what="the same, p99",
            value=f"{1000 * percentile(delays, 0.99):.0f} ms",
            note=f"{percentile(delays, 0.99) / way:.0f} bare messages",
        ),
    ]


BENCHMARK = Benchmark(name="mail", title="From events to e-mails", measure=measure)
