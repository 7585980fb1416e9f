"""Forgetting a person, replays, and the check of the files."""

import json
from typing import Any

import pytest

from chassis.database import transaction
from chassis.ids import new_id
from documents.commands.verify_files import run
from documents.usecases.tell_state import STATES
from tests.support.tokens import bearer

ALAIN = "01930000-0000-7000-8000-000000000001"


def _issue(house: Any) -> dict[str, Any]:
    house.tell_neighbours()
    house.record(630)
    house.work()
    row: dict[str, Any] = house.issued()
    return row


def _forget(house: Any) -> None:
    house.tell("account.anonymised.v1", account_id=ALAIN)
    house.work()


def test_a_forgotten_person_leaves_neither_name_nor_file(house: Any) -> None:
    issued = _issue(house)
    _forget(house)
    (row,) = house.rows("SELECT * FROM certificates")
    assert list(house.files.rglob("*.pdf")) == []
    assert "Proviste" not in json.dumps(row, default=str)
    answer = house.client.get(f"/api/documents/v1/verifications/{issued['verification_code']}").json
    assert (answer["status"], answer["document"]["trainee"]) == ("valid", None)
    file = house.client.get(f"/api/documents/v1/documents/{row['document_id']}/file", headers=bearer(ALAIN))
    assert file.status_code == 404


def test_a_late_profile_does_not_bring_a_forgotten_person_back(house: Any) -> None:
    _issue(house)
    _forget(house)
    house.tell("account.profile_changed.v1", envelope={"subjectversion": 99})
    house.record(840, version=5)
    house.work()
    (profile,) = house.rows("SELECT * FROM account_profiles WHERE is_erased")
    assert (str(profile["account_id"]), profile["family_name"]) == (ALAIN, None)
    assert house.rows("SELECT 1 FROM certificates WHERE status = 'pending'") == []
    assert list(house.files.rglob("*.pdf")) == []


def test_forgetting_twice_changes_nothing(house: Any) -> None:
    _issue(house)
    _forget(house)
    before = house.rows("SELECT * FROM certificates")
    _forget(house)
    assert house.rows("SELECT * FROM certificates") == before


def test_sound_files_pass_the_check(house: Any, capsys: pytest.CaptureFixture[str]) -> None:
    _issue(house)
    assert run([]) == 0
    assert json.loads(capsys.readouterr().out) == {"checked": 2, "faulty": 0}


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_one_changed_byte_or_a_lost_file_is_found(house: Any, capsys: pytest.CaptureFixture[str], damage: str) -> None:
    path = house.pdf(_issue(house))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.unlink() if damage == "missing" else path.write_bytes(content)
    assert run([]) == 1
    assert json.loads(capsys.readouterr().out.splitlines()[0])["fault"] == damage


def test_the_state_told_again_is_every_issued_document_in_its_last_version(house: Any) -> None:
    _issue(house)
    house.record(840, version=5)
    house.work()
    house.record(840, version=1, enrolment_id=str(new_id()))
    (state,) = STATES
    with transaction() as session:
        first = state.page(session, None, 1)
        rest = state.page(session, first[-1].subject, 10)
    told = {event.type: event for event in (*first, *rest)}
    assert set(told) == {"document.issued.v1", "document.replaced.v1"}
    assert told["document.replaced.v1"].subject_version == 3


def test_a_closing_removes_what_the_catalogue_no_longer_has(house: Any) -> None:
    house.tell_neighbours()
    closing: dict[str, Any] = {"state": "training_action", "first": None, "last": None, "named": []}
    house.tell(
        "replay.closed.v1",
        envelope={"subject": str(new_id()), "time": "2027-01-01T00:00:00Z", "source": "/catalogue"},
        **closing,
    )
    assert house.rows("SELECT 1 FROM publications") == []
    assert len(house.rows("SELECT 1 FROM training_sessions")) == 1
