"""The world of the demo, once for these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.world import World
from tests.support.databases import Databases


@pytest.fixture(scope="module")
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Every service with the demo's data; what it says is kept."""
    made = World(databases, Path(tmp_path_factory.mktemp("documents")))
    made.seed()
    yield made
    made.close()
