"""A consumer killed between delivery and commit, or between commit and acknowledgement, hears everything once.

Each service hears the examples of the contracts; what its tables hold afterwards must equal what they hold after an
undisturbed hearing of the same events.
"""

import psycopg
import pytest

from chassis.messages import Message
from tests.faults.conftest import MakeTrial, Trial, eventually
from tests.faults.examples import HEARD_ROWS, declare, examples_for, publish
from tests.support.brokers import Broker

HEARERS = ("catalogue", "enrolment", "documents", "notification")
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


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
