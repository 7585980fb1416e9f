"""A relay killed between commit and publish, or between publish and mark, loses nothing and doubles nothing."""

from datetime import UTC, datetime

import pytest

from chassis import outbox
from chassis.broker import Names, connect, declare_queues
from chassis.database import transaction
from chassis.events import Event
from chassis.ids import new_id
from chassis.messages import decode
from tests.faults.conftest import MakeTrial, Trial, eventually
from tests.support.brokers import Broker

# What each speaker may say: the broker refuses it any other topic.
SPEAKERS = {
    "identity": "organisation.changed.v1",
    "catalogue": "training_session.scheduled.v1",
    "enrolment": "enrolment.requested.v1",
    "documents": "document.issued.v1",
}
EVENTS = 25
AT = datetime(2026, 1, 29, tzinfo=UTC)
LISTENING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()"
UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
WITNESS = "witness"


def say(trial: Trial) -> list[Event]:
    events = [
        Event(type=SPEAKERS[trial.service], subject=new_id(), data={"n": n}, occurred_at=AT) for n in range(EVENTS)
    ]
    with transaction() as session:
        for event in events:
            outbox.append(session, event)
    return events


def open_witness(broker: Broker) -> None:
    """A queue that hears everything."""
    connection = connect(broker.admin_url)
    declare_queues(connection.channel(), Names(WITNESS), ["#"])
    connection.close()


def witnessed(broker: Broker) -> list[Event]:
    """What lies in the witness's queue; it stays there."""
    connection = connect(broker.admin_url)
    channel = connection.channel()
    found = []
    while (got := channel.basic_get(Names(WITNESS).inbox))[0] is not None:
        found.append(decode(got[2] or b"").event)
    connection.close()
    return found


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_killed_before_the_broker_has_the_events_they_are_published_by_the_next_relay(
    trial_of: MakeTrial, broker: Broker, speaker: str
) -> None:
    trial = trial_of(speaker)
    open_witness(broker)
    first = trial.process("relay")
    first.start()
    eventually(lambda: trial.scalar(LISTENING) > 0, "it listens")
    trial.proxy.hold_requests()
    said = say(trial)
    held = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'"
    eventually(lambda: trial.scalar(held) > 0, "the relay holds the rows and waits for the broker")
    first.kill()
    assert trial.scalar(UNSENT) == EVENTS
    assert witnessed(broker) == []
    trial.proxy.drop_what_is_held()
    trial.process("relay").start()
    eventually(lambda: trial.scalar(UNSENT) == 0, "the next relay has sent all")
    assert sorted(event.id for event in witnessed(broker)) == sorted(event.id for event in said)


@pytest.mark.parametrize("speaker", SPEAKERS)
def test_killed_before_the_confirm_arrives_the_events_keep_their_ids_so_that_hearers_know_them(
    trial_of: MakeTrial, broker: Broker, speaker: str
) -> None:
    trial = trial_of(speaker)
    open_witness(broker)
    first = trial.process("relay")
    first.start()
    eventually(lambda: trial.scalar(LISTENING) > 0, "it listens")
    trial.proxy.hold_answers()
    said = say(trial)
    eventually(lambda: len(witnessed(broker)) == EVENTS, "the broker has the events")
    assert trial.scalar(UNSENT) == EVENTS
    first.kill()
    trial.proxy.drop_what_is_held()
    trial.process("relay").start()
    eventually(lambda: trial.scalar(UNSENT) == 0, "the next relay has sent all")
    ids = [event.id for event in witnessed(broker)]
    assert len(ids) == 2 * EVENTS
    assert set(ids) == {event.id for event in said}
