"""How fast a full outbox and a full inbox are emptied, against their own rates one message at a time."""

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalogue.domain.events import training_session_scheduled
from chassis import clock, database
from chassis.broker import Names, Publisher, connect, declare_queues
from chassis.consumer import Consumer, Delivery
from chassis.events import Event
from chassis.relay import WINDOW, relay_window
from tests.benchmarks import speech
from tests.benchmarks.harness import ROUNDS, Benchmark, CpuTaken, Figure, at_least, median
from tests.benchmarks.hearer import hearing
from tests.benchmarks.servers import HEARER, SPEAKER, Servers

MANY, FEW = 2_000, 200


@dataclass(frozen=True, kw_only=True)
class Emptied:
    """Messages a second, and microseconds of this process's processor for each."""

    rate: float
    cpu_us: float


def _timed(count: int, empty: Callable[[], None]) -> Emptied:
    began = time.monotonic()
    with CpuTaken([os.getpid()], with_children=False) as taken:
        empty()
    return Emptied(rate=count / (time.monotonic() - began), cpu_us=1e6 * taken.seconds / count)


class _CountingConsumer(Consumer):
    """Stops after so many messages. `alone`: one message in hand at a time, with its own transaction and answer."""

    def __init__(self, url: str, *, count: int, alone: bool) -> None:
        super().__init__(url, service=HEARER, hearing=hearing())
        self._left = count
        if alone:
            for tag in list(self._channel.consumer_tags):
                self._channel.basic_cancel(tag)
            self._channel.basic_qos(prefetch_count=1)
            self._channel.basic_consume(Names(HEARER).inbox, self._on_message)

    def _handle(self, batch: list[Delivery], stop: threading.Event) -> None:
        super()._handle(batch, stop)
        self._left -= len(batch)
        if self._left <= 0:
            stop.set()


def _relayed(publisher: Publisher, like: Event, *, count: int, window: int) -> Emptied:
    speech.say_many(like, count)

    def empty() -> None:
        while relay_window(publisher, speaker=SPEAKER, now=clock.now(), limit=window):
            pass

    return _timed(count, empty)


def _consumed(servers: Servers, *, count: int, alone: bool) -> Emptied:
    database.bind(servers.database_url(HEARER))
    consumer = _CountingConsumer(servers.broker_url(HEARER), count=count, alone=alone)
    emptied = _timed(count, lambda: consumer.serve(threading.Event()))
    database.bind(servers.database_url(SPEAKER))
    return emptied


def _declare(servers: Servers) -> None:
    connection = connect(servers.broker_url(HEARER))
    declare_queues(connection.channel(), Names(HEARER), hearing().binding_keys(HEARER))
    connection.close()


def _figures(what: str, together: Sequence[Emptied], alone: Sequence[Emptied], goal: float) -> list[Figure]:
    ratio = median(one.rate for one in together) / median(one.rate for one in alone)
    return [
        Figure(
            what=f"{what}, {way}",
            value=f"{median(one.rate for one in emptied):.0f}/s",
            note=f"{median(one.cpu_us for one in emptied):.0f} µs of its processor a message",
        )
        for way, emptied in (("one by one", alone), ("as it is", together))
    ] + [at_least(f"{what}, as it is against one by one", ratio, goal)]


def measure(_folder: Path) -> Sequence[Figure]:
    relays: tuple[list[Emptied], list[Emptied]] = ([], [])
    consumers: tuple[list[Emptied], list[Emptied]] = ([], [])
    with Servers() as servers:
        _declare(servers)
        like = training_session_scheduled(speech.schedule(speech.prepare()), occurred_at=speech.NOW)
        publisher = Publisher(servers.broker_url(SPEAKER))
        _relayed(publisher, like, count=FEW, window=WINDOW)
        _consumed(servers, count=FEW + 1, alone=False)
        for _ in range(ROUNDS):
            relays[0].append(_relayed(publisher, like, count=MANY, window=WINDOW))
            consumers[0].append(_consumed(servers, count=MANY, alone=False))
            relays[1].append(_relayed(publisher, like, count=FEW, window=1))
            consumers[1].append(_consumed(servers, count=FEW, alone=True))
        publisher.close()
    return [*_figures("relay", *relays, goal=6), *_figures("consumer", *consumers, goal=10)]


BENCHMARK = Benchmark(name="drain", title="Full boxes", measure=measure)
