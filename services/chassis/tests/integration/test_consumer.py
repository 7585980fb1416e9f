"""A message changes the service once, or is tried again, or is parked where an operator finds it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, Text, Uuid, func, select

from chassis import consumer, copies, dead_letters, replay
from chassis.broker import Publisher, connect
from chassis.consumer import Hearing
from chassis.database import Session, engine, transaction
from chassis.events import Event
from chassis.hearing import Closing, Heard
from chassis.ids import new_id
from chassis.messages import Message, encode
from chassis.states import State

AT = datetime(2026, 1, 29, 9, 0, tzinfo=UTC)
METADATA = MetaData()
THINGS = Table(
    "things",
    METADATA,
    Column("thing_id", Uuid, primary_key=True),
    Column("label", Text),
    Column("version", Integer, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
)
CURES = Table("cures", METADATA, Column("cure", Integer, primary_key=True))
REACTIONS = Table("reactions", METADATA, Column("subject", Uuid))


def on_thing_made(session: Session, event: Event, _now: datetime) -> None:
    copies.keep_newer(session, THINGS, event, {"label": event.data["label"]})


def react(session: Session, event: Event, _now: datetime) -> None:
    if event.data["label"] == "poison" and session.scalar(select(func.count()).select_from(CURES)) == 0:
        raise RuntimeError("this handler cannot do it")
    session.execute(REACTIONS.insert().values(subject=event.subject))


def forget(session: Session, closing: Closing) -> None:
    copies.forget_unnamed(session, THINGS, closing)


HEARING = Hearing(
    heard=(
        Heard(speaker="speaker", event="thing.made.v1", handle=on_thing_made, is_copy=True),
        Heard(speaker="speaker", event="thing.made.v1", handle=react),
    ),
    closings={"thing": forget},
)


def thing(label: str = "a", *, version: int = 1, subject: UUID | None = None, kind: str = "thing.made.v1") -> Event:
    subject = subject or new_id()
    return Event(type=kind, subject=subject, subject_version=version, data={"label": label}, occurred_at=AT)


def publish(vhost: str, *events: Event) -> None:
    publisher = Publisher(vhost)
    assert publisher.publish([encode(event, speaker="speaker") for event in events]) == set()
    publisher.close()


def labels() -> dict[UUID, str]:
    with transaction() as session:
        return {row.thing_id: row.label for row in session.execute(select(THINGS))}


def reactions() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(REACTIONS)) or 0


def waiting_in(vhost: str, queue: str) -> int:
    connection = connect(vhost)
    found = connection.channel().queue_declare(queue, passive=True).method.message_count
    connection.close()
    return int(found)


def parked(vhost: str) -> dict[str, str]:
    return {letter.message_id: letter.reason for letter in dead_letters.read(vhost, service="hearer")}


@pytest.fixture
def database(chassis_database: str) -> str:
    METADATA.create_all(engine())
    return chassis_database


@contextmanager
def consuming(vhost: str) -> Iterator[None]:
    stop = threading.Event()
    options = {"service": "hearer", "hearing": HEARING, "stop": stop}
    thread = threading.Thread(target=consumer.run, args=(vhost,), kwargs=options)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)


@pytest.fixture
def listening(database: str, vhost: str, eventually: Callable[..., None]) -> Iterator[str]:
    with consuming(vhost):
        eventually(lambda: _routed(vhost))
        yield vhost


def _routed(vhost: str) -> bool:
    publisher = Publisher(vhost)
    probe = Message(routing_key="speaker.replay.hearer", message_id="probe", body=b"probe")
    taken = publisher.publish([probe]) == set()
    publisher.close()
    return taken


def test_an_event_heard_twice_changes_the_service_once(listening: str, eventually: Callable[..., None]) -> None:
    event = thing()
    publish(listening, event, event, thing("last"))
    eventually(lambda: "last" in labels().values())
    assert reactions() == 2


def test_a_late_event_does_not_undo_a_newer_one(listening: str, eventually: Callable[..., None]) -> None:
    subject = new_id()
    publish(listening, thing("new", version=2, subject=subject), thing("old", version=1, subject=subject))
    eventually(lambda: reactions() == 2)
    assert labels() == {subject: "new"}


def test_a_failing_message_does_not_hold_its_neighbours_up_and_leaves_no_half_change(
    listening: str, eventually: Callable[..., None]
) -> None:
    poison = thing("poison")
    publish(listening, thing("one"), poison, thing("two"))
    eventually(lambda: reactions() == 2)
    assert poison.subject not in labels()


def test_a_failing_message_is_tried_again(listening: str, eventually: Callable[..., None]) -> None:
    publish(listening, thing("poison"))
    eventually(lambda: waiting_in(listening, "hearer.retry.5") == 1)
    with transaction() as session:
        session.execute(CURES.insert())
    eventually(lambda: reactions() == 1)


@pytest.mark.parametrize(
    ("event", "reason"),
    [(thing(kind="thing.made.v2"), "unknown version"), (thing(kind="replay.opened.v1"), "unknown event")],
)
def test_what_no_handler_knows_is_parked_with_its_reason(
    listening: str, eventually: Callable[..., None], event: Event, reason: str
) -> None:
    publisher = Publisher(listening)
    publisher.publish([encode(event, speaker="speaker", key="speaker.replay.hearer")])
    publisher.close()
    eventually(lambda: parked(listening).get(str(event.id)) == reason)


def test_a_dead_letter_can_be_replayed_once_its_cause_is_gone(
    database: str, vhost: str, eventually: Callable[..., None]
) -> None:
    event = thing("late", kind="thing.made.v2")
    with consuming(vhost):
        eventually(lambda: _routed(vhost))
        publish(vhost, event)
        eventually(lambda: str(event.id) in parked(vhost))
        assert dead_letters.replay(vhost, service="hearer", message_id=str(event.id)) == 1
        eventually(lambda: str(event.id) in parked(vhost))
        assert dead_letters.replay(vhost, service="hearer", message_id="absent") == 0


def test_a_replay_restores_what_was_lost_removes_ghosts_and_reacts_to_nothing(
    listening: str, eventually: Callable[..., None]
) -> None:
    kept, lost, ghost = (thing(label) for label in ("kept", "lost", "ghost"))
    publish(listening, kept, ghost)
    eventually(lambda: reactions() == 2)

    def page(_session: Session, after: UUID | None, _limit: int) -> list[Event]:
        return [] if after else sorted([replace(kept), replace(lost)], key=lambda event: event.subject)

    state = State(name="thing", to=("hearer",), page=page)
    later = datetime(2026, 1, 30, tzinfo=UTC)
    counts = replay.replay([state], broker_url=listening, speaker="speaker", to="hearer", now=later)
    assert counts == {"thing": 2}
    eventually(lambda: labels() == {kept.subject: "kept", lost.subject: "lost"})
    assert reactions() == 2


def test_a_consumer_whose_queue_was_deleted_makes_it_anew_and_goes_on(
    listening: str, eventually: Callable[..., None]
) -> None:
    connection = connect(listening)
    connection.channel().queue_delete("hearer.inbox")
    connection.close()
    eventually(lambda: _routed(listening))
    publish(listening, thing("after"))
    eventually(lambda: "after" in labels().values())
