"""The platform in containers, driven by pytest-docker with the engine, the images and the compose of Debian.

pytest-docker's own commands want compose 2 (`up --build --wait`); its fixtures are overridden for Debian's 1.29. Where
no engine can start, one line says why, and the suite is skipped.
"""

import os
from collections.abc import Iterator

import pytest

from deploy.compose import images, standins
from deploy.compose.engine import Engine, why_not
from deploy.compose.stack import FILES, Stack
from deploy.local.errors import CannotGoOn
from deploy.local.instance import Instance
from deploy.local.packages import find_program
from deploy.local.processes import Processes
from deploy.local.progress import to_terminal

NAME = "containers"
PATIENCE_S = 900.0
TAG = "test"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here wants the engine, but for what only reads the files."""
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here) and "files" not in item.path.name:
            item.add_marker(pytest.mark.containers)


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """A folder of the tests' own; another run of the tests may have it for a while."""
    made = Instance(name=NAME, durable=False)
    made.lock(patience_s=PATIENCE_S)
    made.allocate_ports(("site", "mailbox"))
    yield made
    made.unlock()


@pytest.fixture(scope="session")
def engine(instance: Instance) -> Iterator[Engine]:
    """An engine of the tests' own, with its data in that folder and one unix socket."""
    if reason := why_not():
        pytest.skip(reason)
    processes = Processes(instance)
    processes.end_leftovers()
    made = Engine(instance, processes)
    try:
        made.start()
    except CannotGoOn as refusal:
        pytest.skip(str(refusal).splitlines()[0])
    made.remove_containers()
    standins.ensure(made, say=to_terminal)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def _described(engine: Engine, instance: Instance) -> Iterator[Stack]:
    """The stack before it is started, with its images built and its settings in the environment of compose."""
    images.build(engine, tag=TAG, say=to_terminal)
    made = Stack(engine, project="parcourspro-test", ports=instance.ports, tag=TAG)
    before = dict(os.environ)
    os.environ.update(made.environment())
    yield made
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def docker_compose_command(_described: Stack) -> str:
    return find_program("docker-compose") or "docker-compose"


@pytest.fixture(scope="session")
def docker_compose_file() -> list[str]:
    return [str(file) for file in FILES]


@pytest.fixture(scope="session")
def docker_compose_project_name(_described: Stack) -> str:
    return _described.project


@pytest.fixture(scope="session")
def docker_setup(docker_cleanup: list[str]) -> list[str]:
    """What a run that was killed has left goes first. There is no `--wait` in 1.29: `stack` waits."""
    return [*docker_cleanup, "up --detach --no-build"]


@pytest.fixture(scope="session")
def docker_cleanup() -> list[str]:
    return ["down --volumes --remove-orphans --timeout 30"]


@pytest.fixture(scope="session")
def stack(_described: Stack, docker_services: object) -> Stack:
    """The platform, up, with the demo data."""
    _described.wait()
    _described.load_demo()
    return _described
