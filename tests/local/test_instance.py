"""Ports, secrets and the lock of one instance."""

import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.local.errors import CannotGoOn
from deploy.local.instance import LOOPBACK, Instance, choose_ports, is_free


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    made = Instance(name=f"unit-{uuid4()}")
    made.folder = tmp_path / "instance"
    return made


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        yield int(holder.getsockname()[1])


def test_a_port_that_somebody_listens_on_is_not_free(taken_port: int) -> None:
    assert not is_free(taken_port)


def test_a_saved_port_is_kept_while_it_is_free() -> None:
    first = choose_ports(["one", "two"], saved={})
    assert choose_ports(["one", "two"], saved=first) == first


def test_a_saved_port_that_is_taken_is_replaced(taken_port: int) -> None:
    assert choose_ports(["one"], saved={"one": taken_port})["one"] != taken_port


def test_no_two_names_get_one_port() -> None:
    names = [f"name-{number}" for number in range(30)]
    assert len(set(choose_ports(names, saved={}).values())) == len(names)


def test_a_port_that_people_type_is_refused_when_taken_and_the_line_says_how_to_choose_another(
    instance: Instance, taken_port: int
) -> None:
    instance.fixed_ports = {"site": taken_port}
    with pytest.raises(CannotGoOn, match=f"{taken_port}.*make run PORT="):
        instance.allocate_ports(["site"])


def test_a_secret_stays_the_same_and_only_its_owner_may_read_it(instance: Instance) -> None:
    assert instance.secret("enrolment.database") == instance.secret("enrolment.database")
    assert stat.S_IMODE(instance.path("secrets", "enrolment.database").stat().st_mode) == 0o600


def test_two_secrets_differ(instance: Instance) -> None:
    assert instance.secret("one") != instance.secret("two")


def test_one_instance_is_held_by_one_launcher_only(instance: Instance) -> None:
    other = Instance(name=instance.name)
    other.folder = instance.folder
    instance.lock()
    with pytest.raises(CannotGoOn, match="tourne déjà"):
        other.lock()
    instance.unlock()
    other.lock()
    other.unlock()


def test_wiping_keeps_the_lock_and_nothing_else(instance: Instance) -> None:
    instance.lock()
    instance.secret("one")
    instance.wipe()
    assert [entry.name for entry in instance.folder.iterdir()] == ["lock"]
    instance.unlock()
