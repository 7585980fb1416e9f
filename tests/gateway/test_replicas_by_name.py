"""Replicas behind a name: as many places as may be taken, each filled by what the name server tells."""

import json
import re
from pathlib import Path

from tests.gateway.door import render
from tests.gateway.tokens import Signer

SERVICES = ("identity", "catalogue", "enrolment", "notification", "documents", "web")


def rendered(folder: Path, *words: str) -> tuple[int, str]:
    """Exit status, and the configuration or the complaint."""
    keys = folder / "keys"
    keys.mkdir()
    Signer.fresh("the-key").publish(keys)
    addresses = folder / "addresses.json"
    addresses.write_text(json.dumps({name: f"{name}:8000" for name in SERVICES}))
    place: list[str | Path] = [
        "--target",
        "haproxy",
        "--environment",
        "local",
        "--keys",
        keys,
        "--addresses",
        addresses,
    ]
    done = render(*place, *words)
    return done.returncode, done.stdout or done.stderr


def servers_of(text: str, backend: str) -> list[str]:
    (section,) = re.findall(rf"^backend \S*{backend}\n(.*?)(?:\n\n|\Z)", text, re.MULTILINE | re.DOTALL)
    return [line.strip() for line in section.splitlines() if line.strip().startswith("server ")]


def test_a_name_has_one_place_and_the_machines_own_answer_at_first(tmp_path: Path) -> None:
    status, text = rendered(tmp_path)
    (server,) = servers_of(text, "catalogue-api")
    assert status == 0
    assert "init-addr last,libc,none" in server


def test_a_name_has_as_many_places_as_slots_all_empty_at_first(tmp_path: Path) -> None:
    status, text = rendered(tmp_path, "--slots", "3")
    servers = servers_of(text, "catalogue-api")
    assert status == 0
    assert [server.split()[1] for server in servers] == ["replica1", "replica2", "replica3"]
    assert all("catalogue:8000" in server and "init-addr none" in server for server in servers)


def test_no_slot_at_all_or_a_crowd_of_them_is_refused(tmp_path: Path) -> None:
    status, text = rendered(tmp_path, "--slots", "0")
    assert (status, "--slots wants 1 to 64" in text) == (1, True)
