"""Blue and green of one service: weights move, nobody is refused, the others notice nothing."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.door import HERE, Door, HAProxy
from tests.gateway.echo import Echoes
from tests.gateway.tokens import Signer

CATALOGUE, ENROLMENT = "/api/catalogue/v1/training-action-drafts", "/api/enrolment/v1/enrolments"
WEIGHTS = """_format_version: "1.0"
patches:
  - selectors: ["$.upstreams[?(@.name=='catalogue.upstream')]"]
    values:
      targets:
        - {{target: "{blue}", weight: {of_blue}}}
        - {{target: "{green}", weight: {of_green}}}
"""
NOTICED_S = 10.0


class Colours:
    """A gateway before two series of catalogue; the patch says how much each is given."""

    def __init__(self, folder: Path, servers: Echoes, others: dict[str, str]) -> None:
        self._colours = {name: servers.addresses[name] for name in ("blue", "green")}
        self._patch = folder / "weights.yaml"
        self.give(blue=100, green=0)
        addresses = {name: address for name, address in others.items() if name != "catalogue"}
        self.proxy = HAProxy(folder, addresses, patches=(HERE / "patch.yaml", self._patch))

    def give(self, *, blue: int, green: int) -> None:
        self._patch.write_text(WEIGHTS.format(**self._colours, of_blue=blue, of_green=green))


@pytest.fixture
def colours(echoes: Echoes, tmp_path: Path) -> Iterator[Colours]:
    servers = Echoes({"blue": 0, "green": 0})
    made = Colours(tmp_path, servers, echoes.addresses)
    yield made
    made.proxy.stop()
    servers.close()


class Caller(threading.Thread):
    """Asks both services in turn; counts who answered, or how it was refused."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self._door = door
        self.stopped = threading.Event()
        self.answers: Counter[str] = Counter()

    def run(self) -> None:
        while not self.stopped.wait(0.005):
            for path in (CATALOGUE, ENROLMENT):
                answer = self._door.ask("GET", path, token=self._door.token)
                self.answers[answer.json()["service"] if answer.status == 200 else str(answer.status)] += 1


def share_of_green(door: Door, *, asked: int = 40) -> float:
    told = [door.ask("GET", CATALOGUE, token=door.token).json()["service"] for _ in range(asked)]
    return told.count("green") / asked


def becomes(door: Door, lowest: float, highest: float) -> bool:
    """Whether green's share is between these within ten seconds."""
    until = time.monotonic() + NOTICED_S
    while time.monotonic() < until:
        if lowest <= share_of_green(door) <= highest:
            return True
        time.sleep(0.1)
    return False


def test_a_service_moves_from_blue_to_green_and_back_without_a_refusal(colours: Colours) -> None:
    signer = Signer.fresh("the-key")
    signer.publish(colours.proxy.keys)
    colours.proxy.start()
    door = Door(colours.proxy.listen, signer)
    assert becomes(door, 0, 0)
    caller = Caller(door)
    caller.start()
    for blue, green, lowest, highest in ((90, 10, 0.05, 0.2), (0, 100, 1, 1), (100, 0, 0, 0)):
        colours.give(blue=blue, green=green)
        colours.proxy.reload()
        assert becomes(door, lowest, highest), f"{blue} to {green}"
    caller.stopped.set()
    caller.join()
    assert caller.answers.keys() == {"blue", "green", "enrolment"}
