"""A gateway to speak to: the one at PP_TEST_GATEWAY_URL, or HAProxy started here before echoing stand-ins.

For a gateway that is not ours to start (Kong), render it with the patch beside this file, put `tests.gateway.echo`
behind it, and give PP_TEST_GATEWAY_URL and PP_TEST_GATEWAY_KEY, a private key `<kid>.pem` whose public half it knows.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway import door
from tests.gateway.door import Door, HAProxy
from tests.gateway.echo import Echoes
from tests.gateway.tokens import Signer

SERVICES = ("identity", "catalogue", "enrolment", "notification", "documents", "web")


@pytest.fixture(scope="session")
def echoes() -> Iterator[Echoes]:
    servers = Echoes(dict.fromkeys(SERVICES, 0))
    yield servers
    servers.close()


@pytest.fixture(scope="session")
def gateway(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    if url := os.environ.get("PP_TEST_GATEWAY_URL"):
        yield door.of_url(url, Signer.from_file(Path(os.environ["PP_TEST_GATEWAY_KEY"])))
        return
    proxy = HAProxy(tmp_path_factory.mktemp("gateway"), request.getfixturevalue("echoes").addresses)
    signer = Signer.fresh("first-key")
    signer.publish(proxy.keys)
    proxy.start()
    yield Door(proxy.listen, signer)
    proxy.stop()
