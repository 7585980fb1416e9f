"""An empty database with the chassis' own tables, a virtual host, and patience."""

import time
from collections.abc import Callable

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from chassis import database, schema
from tests.support.brokers import Broker

PATIENCE_S = 15.0


@pytest.fixture
def chassis_database(empty_database: str) -> str:
    """The address of a database, bound to this process, with outbox, inbox, tasks, idempotency_keys and job_runs."""
    database.bind(empty_database)
    with database.engine().begin() as connection:
        schema.create_version_1(Operations(MigrationContext.configure(connection)))
    return empty_database


@pytest.fixture
def vhost(broker: Broker) -> str:
    """The address of a virtual host where two services, a speaker and a hearer, may do anything."""
    return broker.admin_url


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Waits until a fact is true, and fails where it never becomes so."""

    def wait(fact: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not fact():
            assert time.monotonic() < until, "it never became true"
            time.sleep(0.02)

    return wait
