"""The demo's badges and its revoked paper: by the use cases, in the past, once."""

import json
from pathlib import Path
from typing import Any

import pytest

from chassis.ids import new_id
from documents.commands import seed_demo

DEMO = Path(__file__).parents[4] / "deploy" / "local" / "demo"
FILE = str(DEMO / "documents.json")
PRESENT = {"attended", "partially_attended"}


def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(FILE).read_text())
    return told


@pytest.fixture
def presences(house: Any) -> Any:
    """What enrolment's demo says of the requests that the file names; workers have made their papers."""
    house.tell_neighbours()
    told = _told()
    for one in (*told["badges"], *told["revocations"]):
        person = one["by"]["account_id"] if "asked_at" in one else str(new_id())
        house.tell("account.profile_changed.v1", account_id=person)
        house.record(840, enrolment_id=one["enrolment_id"], account_id=person)
    house.work()
    return house


def test_every_request_of_the_file_is_one_of_the_demo_by_its_person_who_was_there() -> None:
    demo = {one["enrolment_id"]: one for one in json.loads((DEMO / "enrolment.json").read_text())["enrolments"]}
    for one in _told()["badges"]:
        request = demo[one["enrolment_id"]]
        who = {name: request[name] for name in ("account_id", "organisation_id")}
        (record,) = (move for move in request["moves"] if move["decision"] == "record")
        assert who == one["by"]
        assert any(record["minutes"])
    assert {one["enrolment_id"] for one in _told()["revocations"]} <= set(demo)


def test_badges_are_asked_for_and_given_and_a_paper_revoked_in_the_past(presences: Any) -> None:
    assert seed_demo.run([FILE]) == 0
    presences.work()
    given, asked = presences.rows("SELECT status, requested_at, decided_by FROM badges ORDER BY requested_at")
    assert (given["status"], asked["status"], asked["decided_by"]) == ("issued", "requested", None)
    (paper,) = presences.rows("SELECT * FROM documents WHERE status = 'revoked'")
    assert paper["revocation_reason"] == _told()["revocations"][0]["reason"]
    assert paper["status_changed_at"] >= paper["issued_at"]


def test_a_second_time_changes_nothing(presences: Any) -> None:
    def kept() -> list[list[dict[str, Any]]]:
        return [presences.rows(rows) for rows in ("TABLE badges", "TABLE documents", "TABLE outbox")]

    seed_demo.run([FILE])
    presences.work()
    before = kept()
    assert seed_demo.run([FILE]) == 0
    presences.work()
    assert kept() == before


def test_a_call_without_a_file_is_refused(house: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert seed_demo.run([]) == 2
    assert "seed-demo FILE" in capsys.readouterr().err
    assert house.rows("SELECT 1 FROM badges") == []
