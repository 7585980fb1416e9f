"""The world once, and the stand of whichever service a route belongs to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.world import World
from tests.security.stand import Route, Stand
from tests.support.databases import Databases


@pytest.fixture(scope="package")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every service with the demo's data."""
    made = World(databases, Path(tmp_path_factory.mktemp("documents")))
    made.seed()
    yield made
    made.close()


@pytest.fixture(scope="package")
def stands(world: World) -> dict[str, Stand]:
    """Stands made so far, by service."""
    return {}


@pytest.fixture
def stand(route: Route, world: World, stands: dict[str, Stand]) -> Stand:
    """The service of the route, its database bound to this process."""
    if route.service not in stands:
        stands[route.service] = Stand(route.service, world)
    world.bind(route.service)
    return stands[route.service]
