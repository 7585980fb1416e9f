"""Events are said if and when the change commits, published by any number of relays, marked after the confirm."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from chassis import metrics, outbox, relay
from chassis.broker import AMQPError, Names, Publisher, connect, declare_queues
from chassis.database import transaction
from chassis.events import Confidentiality, Event
from chassis.ids import new_id
from chassis.messages import decode
from chassis.tables import OUTBOX

AT = datetime(2026, 1, 29, 9, 0, tzinfo=UTC)


def say(count: int = 1, *, kind: str = "thing.made.v1", confidentiality: str = "public") -> list[Event]:
    events = [
        Event(
            type=kind,
            subject=new_id(),
            data={"number": number},
            occurred_at=AT,
            confidentiality=Confidentiality(confidentiality),
        )
        for number in range(count)
    ]
    with transaction() as session:
        for event in events:
            outbox.append(session, event)
    return events


def unsent() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).where(OUTBOX.c.sent_at.is_(None))) or 0


def lying_in(url: str, service: str = "hearer") -> list[Event]:
    connection = connect(url)
    channel = connection.channel()
    found = []
    while (got := channel.basic_get(Names(service).inbox, auto_ack=True))[0] is not None:
        found.append(decode(got[2] or b"").event)
    connection.close()
    return found


@pytest.fixture
def queue(vhost: str) -> str:
    connection = connect(vhost)
    keys = ["speaker.thing.made", "speaker.personal.thing.made", "speaker.secret.thing.made"]
    declare_queues(connection.channel(), Names("hearer"), keys)
    connection.close()
    return vhost


@contextmanager
def relaying(database: str, vhost: str, relays: int = 1) -> Iterator[None]:
    stop = threading.Event()
    threads = [
        threading.Thread(
            target=relay.run, args=(database,), kwargs={"broker_url": vhost, "speaker": "speaker", "stop": stop}
        )
        for _ in range(relays)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)


def test_a_refused_change_says_nothing(chassis_database: str) -> None:
    def fail() -> None:
        with transaction() as session:
            outbox.append(session, Event(type="thing.made.v1", subject=new_id(), data={}, occurred_at=AT))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert unsent() == 0


def test_what_is_said_arrives_once_and_in_order(
    chassis_database: str, queue: str, eventually: Callable[..., None]
) -> None:
    events = say(250)
    with relaying(chassis_database, queue):
        eventually(lambda: unsent() == 0)
    assert [event.id for event in lying_in(queue)] == [event.id for event in events]


def test_several_relays_at_once_double_nothing(
    chassis_database: str, queue: str, eventually: Callable[..., None]
) -> None:
    events = say(1000)
    with relaying(chassis_database, queue, relays=3):
        eventually(lambda: unsent() == 0)
    arrived = [event.id for event in lying_in(queue)]
    assert sorted(arrived) == sorted(event.id for event in events)


def test_an_event_that_no_queue_takes_stays_unsent_and_holds_nobody_up(
    chassis_database: str, queue: str, eventually: Callable[..., None]
) -> None:
    say(150, kind="other.made.v1")
    heard = say(1)
    with relaying(chassis_database, queue):
        eventually(lambda: unsent() == 150)
    assert [event.id for event in lying_in(queue)] == [heard[0].id]


@pytest.mark.parametrize("confidentiality", ["personal", "secret"])
def test_bodies_that_name_persons_are_erased_after_the_confirm(
    chassis_database: str, queue: str, eventually: Callable[..., None], confidentiality: str
) -> None:
    say(1, confidentiality=confidentiality)
    with relaying(chassis_database, queue):
        eventually(lambda: unsent() == 0)
    with transaction() as session:
        assert session.scalars(select(OUTBOX.c.data)).all() == [None]
    assert lying_in(queue)[0].data == {"number": 0}


def test_public_bodies_are_kept_for_the_operator(
    chassis_database: str, queue: str, eventually: Callable[..., None]
) -> None:
    say(1)
    with relaying(chassis_database, queue):
        eventually(lambda: unsent() == 0)
    with transaction() as session:
        assert session.scalars(select(OUTBOX.c.data)).all() == [{"number": 0}]


def test_a_lost_notification_only_means_waiting_for_the_poll(
    chassis_database: str, queue: str, eventually: Callable[..., None]
) -> None:
    with relaying(chassis_database, queue):
        time.sleep(0.5)
        with transaction() as session:
            # Written past outbox.append, so that nothing notifies.
            session.execute(
                OUTBOX.insert().values(
                    id=new_id(),
                    type="thing.made.v1",
                    subject=new_id(),
                    occurred_at=AT,
                    confidentiality="public",
                    data={},
                    attempts=0,
                )
            )
        eventually(lambda: unsent() == 0)
    assert len(lying_in(queue)) == 1


def test_what_waits_is_shown_while_the_broker_is_away(chassis_database: str) -> None:
    say(3)
    stop = threading.Event()
    nowhere = "amqp://nobody:nothing@127.0.0.1:1/none"
    arguments = {"broker_url": nowhere, "speaker": "speaker", "stop": stop}
    running = threading.Thread(target=relay.run, args=(chassis_database,), kwargs=arguments)
    running.start()
    until = time.monotonic() + 10
    while metrics.OUTBOX_WAITING._value.get() != 3 and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    running.join()
    assert metrics.OUTBOX_WAITING._value.get() == 3


def test_nothing_is_marked_when_the_broker_is_lost_before_the_confirm(chassis_database: str, queue: str) -> None:
    say(5)
    publisher = Publisher(queue)
    publisher.close()
    with pytest.raises(AMQPError):
        relay.relay_window(publisher, speaker="speaker", now=AT)
    assert unsent() == 5
