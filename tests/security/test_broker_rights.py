"""The broker itself keeps each service to its own topics and queues: what a stolen broker password is worth."""

import pytest

from chassis.broker import AMQPError, BlockingChannel, Names, Publisher, connect, declare_queues
from chassis.messages import Message
from tests.support.brokers import Broker

PERSONAL = "identity.personal.account.profile_changed"


def channel_of(broker: Broker, service: str) -> BlockingChannel:
    return connect(broker.url(service)).channel()


@pytest.fixture
def inbox_of_documents(broker: Broker) -> str:
    """The queue of a neighbour, made by the neighbour."""
    names = Names("documents")
    declare_queues(channel_of(broker, "documents"), names, [PERSONAL])
    return names.inbox


def test_a_service_may_bind_what_the_contract_lets_it_hear(broker: Broker, inbox_of_documents: str) -> None:
    said = Message(routing_key=PERSONAL, message_id="1", body=b"{}")
    publisher = Publisher(broker.url("identity"))
    assert publisher.publish([said]) == set()
    publisher.close()


@pytest.mark.parametrize(
    "key", ["#", "identity.#", "identity.personal.#", PERSONAL, "identity.*.account.profile_changed"]
)
def test_a_service_cannot_bind_names_and_addresses_that_are_not_for_it(broker: Broker, key: str) -> None:
    channel = channel_of(broker, "catalogue")
    names = Names("catalogue")
    declare_queues(channel, names, [])
    with pytest.raises(AMQPError, match="ACCESS_REFUSED"):
        channel.queue_bind(names.inbox, "pp.events", routing_key=key)


@pytest.mark.parametrize("key", ["identity.organisation.changed", "enrolment.enrolment.enrolled", "documents.anything"])
def test_a_service_cannot_speak_in_the_name_of_another(broker: Broker, inbox_of_documents: str, key: str) -> None:
    publisher = Publisher(broker.url("catalogue"))
    with pytest.raises(AMQPError, match="ACCESS_REFUSED"):
        publisher.publish([Message(routing_key=key, message_id="1", body=b"{}")])


def test_a_service_cannot_read_the_queue_of_another(broker: Broker, inbox_of_documents: str) -> None:
    with pytest.raises(AMQPError, match="ACCESS_REFUSED"):
        channel_of(broker, "catalogue").basic_get(inbox_of_documents)


def test_a_service_cannot_put_a_message_straight_into_the_queue_of_another(
    broker: Broker, inbox_of_documents: str
) -> None:
    channel = channel_of(broker, "catalogue")
    channel.confirm_delivery()
    with pytest.raises(AMQPError, match="ACCESS_REFUSED"):
        channel.basic_publish("", inbox_of_documents, b"{}")


def test_a_service_cannot_delete_what_is_not_its_own(broker: Broker, inbox_of_documents: str) -> None:
    with pytest.raises(AMQPError, match="ACCESS_REFUSED"):
        channel_of(broker, "catalogue").queue_delete(inbox_of_documents)
    with pytest.raises(AMQPError, match="ACCESS_REFUSED"):
        channel_of(broker, "catalogue").exchange_delete("pp.events")
