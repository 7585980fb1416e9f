"""A consumer killed between delivery and commit, or between commit and acknowledgement, hears everything once.

Each service hears the examples of the contracts; what its tables hold afterwards must equal what they hold after an
undisturbed hearing of the same events.
"""

import json
from pathlib import Path
from pkgutil import resolve_name

import psycopg
import pytest

from chassis.broker import Publisher
from chassis.hearing import Heard
from chassis.messages import Message
from tests.faults.conftest import MakeTrial, Trial, eventually
from tests.support.brokers import Broker

EXAMPLES = Path(__file__).parents[2] / "contracts/events/examples"
HEARERS = ("catalogue", "enrolment", "documents", "notification")
HEARD_ROWS = "SELECT count(*) FROM inbox"
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def heard_by(service: str) -> list[Heard]:
    return list(resolve_name(f"{service}.consumers:HEARD"))


def examples_for(service: str) -> list[Message]:
    """One message for each event that the service hears, in an order in which they could have happened."""
    keys = {row.event: row.binding_key for row in heard_by(service)}
    found = []
    for event in sorted(keys, key=lambda event: ("anonymised" in event, event)):
        body = (EXAMPLES / f"{event}.json").read_bytes()
        found.append(Message(routing_key=keys[event], message_id=json.loads(body)["id"], body=body))
    return found


def declare(trial: Trial) -> None:
    """As an operator does before the first start."""
    assert trial.process("declare-queues").run() == 0


def publish(broker: Broker, messages: list[Message]) -> None:
    publisher = Publisher(broker.admin_url)
    assert publisher.publish(messages) == set()
    publisher.close()


def hear_all(trial: Trial, messages: list[Message]) -> dict[str, int]:
    """Run a consumer until every message is heard; the rows there are then."""
    process = trial.process("consume")
    process.start()
    eventually(lambda: trial.scalar(HEARD_ROWS) == len(messages), f"{trial.service} has heard all\n{trial.folder}")
    eventually(lambda: process.heard() >= len(messages), "this consumer has had every message in hand")
    assert process.stop() == 0
    assert trial.waiting() == 0, "an acknowledged message came back"
    return trial.rows_by_table()


@pytest.fixture(params=HEARERS)
def undisturbed(request: pytest.FixtureRequest, trial_of: MakeTrial, broker: Broker) -> tuple[str, dict[str, int]]:
    """A hearing service, and its rows after hearing the examples in peace."""
    trial = trial_of(request.param)
    declare(trial)
    messages = examples_for(trial.service)
    publish(broker, messages)
    return trial.service, hear_all(trial, messages)


def test_killed_while_it_handles_a_batch(
    undisturbed: tuple[str, dict[str, int]], trial_of: MakeTrial, broker: Broker
) -> None:
    service, expected = undisturbed
    trial = trial_of(service)
    messages = examples_for(service)
    with psycopg.connect(trial.database_url) as holder:
        holder.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        first = trial.process("consume")
        first.start()
        publish(broker, messages)
        eventually(lambda: trial.scalar(BLOCKED) > 0, "the consumer is in the middle of a batch")
        first.kill()
    assert trial.scalar(HEARD_ROWS) == 0
    assert hear_all(trial, messages) == expected


def test_killed_after_the_commit_and_before_the_acknowledgement(
    undisturbed: tuple[str, dict[str, int]], trial_of: MakeTrial, broker: Broker
) -> None:
    service, expected = undisturbed
    trial = trial_of(service)
    messages = examples_for(service)
    with psycopg.connect(trial.database_url) as holder:
        holder.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        first = trial.process("consume")
        first.start()
        publish(broker, messages)
        eventually(lambda: trial.scalar(BLOCKED) > 0, "the consumer is in the middle of a batch")
        trial.proxy.hold_requests()
    eventually(lambda: trial.scalar(HEARD_ROWS) > 0, "a batch is committed, its acknowledgement held back")
    first.kill()
    trial.proxy.drop_what_is_held()
    eventually(lambda: trial.waiting() == len(messages), "the broker gives the messages out again")
    assert hear_all(trial, messages) == expected
