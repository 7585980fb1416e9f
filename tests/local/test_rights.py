"""Rights of the broker's users, as made from contracts/asyncapi.yaml."""

import re
from pathlib import Path

import pytest

from deploy.local import rights
from deploy.local.services import SERVICES

CONTRACT = """
channels:
  a.happened: {address: north.a.happened}
  b.happened: {address: north.personal.b.happened}
operations:
  north.says.a.happened: {action: send, channel: {$ref: '#/channels/a.happened'}}
  north.says.b.happened: {action: send, channel: {$ref: '#/channels/b.happened'}}
  south.hears.a.happened: {action: receive, channel: {$ref: '#/channels/a.happened'}}
"""


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "asyncapi.yaml"
    path.write_text(CONTRACT)
    return path


def test_a_service_may_write_what_it_says_and_nothing_else(contract: Path) -> None:
    write = rights.topic_permissions(rights.topics_by_service(contract)["north"])["write"]
    assert re.search(write, "north.a.happened")
    for other in ("north.a.happened.too", "xnorth.a.happened", "north.c.happened", "northxa.happened"):
        assert not re.search(write, other)


def test_a_service_may_bind_what_it_hears_and_not_its_neighbours_personal_data(contract: Path) -> None:
    read = rights.topic_permissions(rights.topics_by_service(contract)["south"])["read"]
    assert re.search(read, "north.a.happened")
    for other in ("north.personal.b.happened", "north.#", "#", "north.*.happened"):
        assert not re.search(read, other)


def test_a_service_that_hears_nothing_may_bind_nothing() -> None:
    read = rights.topic_permissions(rights.Topics())["read"]
    assert not any(re.search(read, key) for key in ("#", "*", "north.a.happened"))


def test_a_service_owns_the_names_that_begin_with_its_own_and_no_others() -> None:
    allowed = rights.permissions("north")
    assert all(re.search(allowed[kind], "north.inbox") for kind in allowed)
    assert not any(re.search(allowed[kind], name) for kind in allowed for name in ("northern.inbox", "south.inbox", ""))


def test_the_exchange_for_events_may_be_used_but_not_changed() -> None:
    allowed = rights.permissions("north")
    assert re.search(allowed["write"], "pp.events")
    assert re.search(allowed["read"], "pp.events")
    assert not re.search(allowed["configure"], "pp.events")


def test_the_contract_speaks_of_no_service_that_is_not_there() -> None:
    assert set(rights.topics_by_service()) <= set(SERVICES)


def test_single_use_secrets_and_profiles_are_heard_by_those_the_house_names_only() -> None:
    topics = rights.topics_by_service()
    personal = {name for name, found in topics.items() if any(".personal." in key for key in found.hears)}
    secret = {name for name, found in topics.items() if any(".secret." in key for key in found.hears)}
    assert personal <= {"enrolment", "documents", "notification"}
    assert secret <= {"notification"}
