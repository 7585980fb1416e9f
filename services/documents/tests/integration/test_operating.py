"""Forgetting a person, replays, and the check of the files."""

import json
import resource
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import text

from chassis.database import transaction
from chassis.ids import new_id
from chassis.storage import open_store
from deploy.local.keys import certificate_for, new_rsa_key
from documents.commands.verify_files import run
from documents.rendering import seal_key
from documents.rendering.papers import render
from documents.rendering.seal import sealed
from documents.rendering.seal_key import seal_key_from
from documents.store import files
from documents.usecases.tell_state import STATES
from services.documents.tests.unit.test_certificate import ISSUED_AT, TEMPLATE, _content
from tests.support import keys
from tests.support.tokens import bearer

ALAIN = "01930000-0000-7000-8000-000000000001"
SMALLER_THAN_A_PAPER = 30_000


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


def _one_byte_changed(sealed: bytes) -> bytes:
    content = bytearray(sealed)
    content[len(content) // 2] ^= 1
    return bytes(content)


def _paper() -> bytes:
    return render(TEMPLATE, _content(), issued_at=ISSUED_AT)


def _sealed_by_another(_sealed: bytes) -> bytes:
    pem = new_rsa_key(2048)
    chain = certificate_for(pem, since=keys.SINCE, until=keys.UNTIL)
    other = seal_key_from(key=pem.decode(), chain=chain.decode(), tsa_url="", now=ISSUED_AT)
    return sealed(_paper(), now=ISSUED_AT, key=other)


_DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a changed byte": (_one_byte_changed, "seal-broken"),
    "something appended": (lambda sealed: sealed + b"\n% more\n", "seal-broken"),
    "no seal": (lambda _sealed: _paper(), "seal-missing"),
    "the seal of a stranger": (_sealed_by_another, "seal-foreign"),
    "no PDF": (lambda _sealed: b"nothing", "seal-broken"),
}


def _faults_told(capsys: pytest.CaptureFixture[str]) -> tuple[list[tuple[str, str]], dict[str, int]]:
    *lines, summary = map(json.loads, capsys.readouterr().out.splitlines())
    return [(line["number"], line["fault"]) for line in lines], summary


@pytest.mark.parametrize("damage", _DAMAGES)
def test_a_damaged_file_is_told_by_hash_and_by_seal_and_by_its_seal_alone_where_the_hash_was_changed_too(
    house: Any, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    row = _issue(house)
    make, fault = _DAMAGES[damage]
    content = make(house.pdf(row).read_bytes())
    house.pdf(row).write_bytes(content)
    one_of_two = {"checked": 2, "faulty": 1}
    assert run([]) == 1
    assert _faults_told(capsys) == ([(row["number"], "changed"), (row["number"], fault)], one_of_two)
    with transaction() as session:
        change = text("UPDATE documents SET file_sha256 = :sha256 WHERE document_id = :document_id")
        session.execute(change, {"sha256": files.hash_of(content), "document_id": row["document_id"]})
    assert run([]) == 1
    assert _faults_told(capsys) == ([(row["number"], fault)], one_of_two)


def test_a_lost_file_is_told(house: Any, capsys: pytest.CaptureFixture[str]) -> None:
    row = _issue(house)
    house.pdf(row).unlink()
    assert run([]) == 1
    assert _faults_told(capsys)[0] == [(row["number"], "missing")]


def test_a_seal_of_an_earlier_key_is_sound(house: Any, capsys: pytest.CaptureFixture[str]) -> None:
    _issue(house)
    pem = new_rsa_key(2048)
    chain = certificate_for(pem, since=keys.SINCE, until=keys.UNTIL)
    seal_key.bind(seal_key_from(key=pem.decode(), chain=chain.decode(), tsa_url="", now=ISSUED_AT))
    house.record(840, version=5)
    house.work()
    assert len(house.rows("SELECT 1 FROM seal_certificates")) == 2
    assert (run([]), _faults_told(capsys)) == (0, ([], {"checked": 4, "faulty": 0}))


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


def test_a_full_disk_leaves_no_half_file_and_the_paper_comes_when_there_is_room(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALLER_THAN_A_PAPER, hard))
    try:
        done = house.work()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done == 0
    assert [path for path in house.files.rglob("*") if path.is_file()] == []
    assert {row["status"] for row in house.rows("SELECT status FROM documents")} == {"pending"}
    assert house.work() == 2
    assert house.issued()["number"].endswith("000001")


def test_papers_may_be_kept_in_a_bucket(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL_S3": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "eu-west-3",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        boto3.client("s3").create_bucket(Bucket="papers", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        files.bind(open_store("s3://papers/documents"))
        row = _issue(house)
        file = house.client.get(f"/api/documents/v1/documents/{row['document_id']}/file", headers=bearer(ALAIN))
        assert file.data.startswith(b"%PDF")
        assert files.hash_of(file.data) == row["file_sha256"]
        assert list(house.files.rglob("*.pdf")) == []
    finally:
        server.stop()
