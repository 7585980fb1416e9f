"""The events of the contracts' examples, as a service under trial hears them."""

import json
from pathlib import Path
from pkgutil import resolve_name

from chassis.broker import Publisher
from chassis.hearing import Heard
from chassis.messages import Message
from tests.faults.conftest import Trial
from tests.support.brokers import Broker

EXAMPLES = Path(__file__).parents[2] / "contracts/events/examples"
HEARD_ROWS = "SELECT count(*) FROM inbox"


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
