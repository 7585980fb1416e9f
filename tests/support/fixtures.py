"""Fixtures for every test of the house; loaded by the conftest at the root."""

from collections.abc import Callable, Iterator

import pytest

from chassis import clock, database
from tests.support.brokers import Broker, Brokers
from tests.support.databases import Databases
from tests.support.platforms import PlatformUnderTest
from tests.support.sharing import SharedPlatform

ServiceDatabase = Callable[[str], str]


@pytest.fixture(autouse=True)
def _clock_goes_right_again() -> Iterator[None]:
    """A test may shift the clock of its process; the next one finds it as it was."""
    yield
    clock.shift(0)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The PostgreSQL that the test processes share."""
    found = Databases()
    yield found
    found.close()


@pytest.fixture
def service_database(databases: Databases) -> Iterator[ServiceDatabase]:
    """`service_database("enrolment")`: a fresh migrated database, bound to this process; returns its address."""
    made: list[str] = []

    def make(service: str) -> str:
        url = databases.clone(service)
        made.append(url)
        database.bind(url)
        return url

    yield make
    database.unbind()
    for url in made:
        databases.drop(url)


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[str]:
    """The address of a fresh database with nothing in it; not bound."""
    url = databases.empty("chassis")
    yield url
    database.unbind()
    databases.drop(url)


@pytest.fixture(scope="session")
def brokers() -> Iterator[Brokers]:
    """The RabbitMQ that the test processes share."""
    found = Brokers()
    yield found
    found.close()


@pytest.fixture
def broker(brokers: Brokers) -> Iterator[Broker]:
    """A virtual host for one test: `broker.url("enrolment")`, `broker.admin_url`."""
    made = brokers.create()
    yield made
    made.delete()


@pytest.fixture(scope="session")
def shared_platform() -> Iterator[SharedPlatform]:
    """For `platform` alone."""
    made = SharedPlatform()
    yield made
    made.close()


@pytest.fixture(scope="module")
def platform(shared_platform: SharedPlatform) -> PlatformUnderTest:
    """The whole platform with fresh demo data, for the tests of one file, which use seats, rights and time up.

    For tests marked `platform`. Its processes serve one file after the other; see tests/support/sharing.py.
    """
    return shared_platform.as_new()
