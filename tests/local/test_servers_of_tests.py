"""The databases and brokers that every other test relies on."""

import psycopg
import pytest
from pika import BlockingConnection, URLParameters
from pika.exceptions import ChannelClosedByBroker

from tests.support.brokers import Broker


def test_two_databases_of_one_test_hold_different_rows(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("chassis",)


def test_a_service_may_say_its_own_events_and_no_other(broker: Broker) -> None:
    channel = BlockingConnection(URLParameters(broker.url("enrolment"))).channel()
    channel.confirm_delivery()
    channel.basic_publish("pp.events", "enrolment.enrolment.requested", b"{}")
    with pytest.raises(ChannelClosedByBroker, match="ACCESS_REFUSED"):
        channel.basic_publish("pp.events", "catalogue.training_action.published", b"{}")
