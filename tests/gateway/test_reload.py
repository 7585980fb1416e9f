"""A rotation of keys: render again, SIGUSR2; nobody is refused meanwhile."""

import http.client
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.door import Door, HAProxy
from tests.gateway.echo import Echoes
from tests.gateway.tokens import Signer

PATH = "/api/enrolment/v1/enrolments"


@pytest.fixture
def proxy(echoes: Echoes, tmp_path: Path) -> Iterator[HAProxy]:
    proxy = HAProxy(tmp_path, echoes.addresses)
    Signer.fresh("old-key").publish(proxy.keys)
    yield proxy
    proxy.stop()


class _Caller(threading.Thread):
    """Asks until told to stop, on one kept connection or on a new one each time."""

    def __init__(self, door: Door, *, keeps_connection: bool) -> None:
        super().__init__()
        self._door, self._keeps = door, keeps_connection
        self.answers: list[int | str] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection(self._door.address, timeout=10)
        headers = {"Authorization": f"Bearer {self._door.token}"}
        while not self.stopped.wait(0.002):
            try:
                connection.request("GET", PATH, headers=headers)
                response = connection.getresponse()
                response.read()
                self.answers.append(response.status)
            except (OSError, http.client.HTTPException) as fault:
                self.answers.append(repr(fault))
            if not self._keeps:
                connection.close()
        connection.close()


def _status_becomes(door: Door, signer: Signer, status: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if door.ask("GET", PATH, token=signer.token()).status == status:
            return True
        time.sleep(0.05)
    return False


def test_a_new_key_counts_after_a_reload_and_no_request_is_refused(proxy: HAProxy) -> None:
    steady, new = Signer.fresh("steady-key"), Signer.fresh("new-key")
    steady.publish(proxy.keys)
    proxy.start()
    door = Door(proxy.listen, steady)
    callers = [_Caller(door, keeps_connection=number % 2 == 0) for number in range(4)]
    for caller in callers:
        caller.start()
    new_before = door.ask("GET", PATH, token=new.token()).status
    new.publish(proxy.keys)
    for _ in range(3):
        proxy.reload()
        time.sleep(0.2)

    assert new_before == 401
    assert _status_becomes(door, new, 200)
    for caller in callers:
        caller.stopped.set()
        caller.join()
    assert {answer for caller in callers for answer in caller.answers} == {200}
    assert min(len(caller.answers) for caller in callers) > 20


def test_a_key_taken_away_counts_no_more_after_a_reload(proxy: HAProxy) -> None:
    old, new = Signer.fresh("old-key"), Signer.fresh("new-key")
    old.publish(proxy.keys)
    new.publish(proxy.keys)
    proxy.start()
    door = Door(proxy.listen, new)
    before = door.ask("GET", PATH, token=old.token()).status
    (proxy.keys / "old-key.pem").unlink()
    proxy.reload()

    assert before == 200
    assert _status_becomes(door, old, 401)
    assert door.ask("GET", PATH, token=new.token()).status == 200


def test_a_kid_may_begin_with_a_hyphen_as_one_thumbprint_in_sixty_four_does(proxy: HAProxy) -> None:
    """RFC 7638 thumbprints are base64url: HAProxy would take such a pattern for an option."""
    signer = Signer.fresh("-EZ1cmcSll5-zQ56fYjPf1mFklB7ebCE")
    signer.publish(proxy.keys)
    proxy.start()
    door = Door(proxy.listen, signer)
    assert door.ask("GET", PATH, token=door.token).status == 200
