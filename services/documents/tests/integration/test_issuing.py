"""From a recorded presence to a valid certificate, and what a correction does to it."""

import subprocess
from typing import Any

import pytest

from chassis.database import transaction
from chassis.jobs import run_once
from chassis.storage import Clash
from documents.jobs import JOBS
from documents.rendering import papers
from documents.store import files
from documents.usecases.issue_document import issue_document
from tests.contracts.schemas import faults


def _said(house: Any, event_type: str, *, kind: str | None = None) -> list[dict[str, Any]]:
    rows = house.rows("SELECT type, subject, subject_version, occurred_at, data, id FROM outbox ORDER BY position")
    return [row for row in rows if row["type"] == event_type and kind in (None, row["data"]["kind"])]


def _paper(house: Any, row: dict[str, Any]) -> str:
    done = subprocess.run(["pdftotext", "-layout", house.pdf(row), "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def test_a_presence_gives_a_certificate_with_the_real_hours(house: Any) -> None:
    house.tell_neighbours()
    house.record(630, fact="partially_attended")
    house.work()
    row = house.issued()
    said = _paper(house, row)
    assert row["number"].startswith("CR-20")
    assert row["number"].endswith("-000001")
    assert "Monsieur Alain Proviste" in said
    assert "10 heures 30 minutes" in said
    assert files.hash_of(house.pdf(row).read_bytes()) == row["file_sha256"]


def test_an_absence_gives_none(house: Any) -> None:
    house.tell_neighbours()
    house.record(0, fact="absent")
    house.work()
    assert house.rows("SELECT * FROM certificates") == []


def test_the_certificate_is_told_as_the_contract_wants(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    house.work()
    (event,) = _said(house, "document.issued.v1", kind="completion_certificate")
    envelope = {
        "specversion": "1.0",
        "id": str(event["id"]),
        "source": "/documents",
        "type": event["type"],
        "subject": str(event["subject"]),
        "time": event["occurred_at"].isoformat(),
        "datacontenttype": "application/json",
        "confidentiality": "public",
        "subjectversion": event["subject_version"],
        "data": event["data"],
    }
    assert faults(envelope, is_closed=True) == []
    assert event["data"]["verification_code"] == house.issued()["verification_code"]


def test_the_same_presence_told_twice_gives_one_certificate(house: Any) -> None:
    house.tell_neighbours()
    body = house.record(840)
    house.deliver(body)
    house.record(840)
    house.work()
    house.work()
    assert len(house.rows("SELECT * FROM certificates")) == 1
    assert len(_said(house, "document.issued.v1", kind="completion_certificate")) == 1


def test_a_corrected_presence_gives_a_new_number_and_replaces_the_old(house: Any) -> None:
    house.tell_neighbours()
    house.record(840, version=4)
    house.work()
    first = house.issued()
    house.record(630, version=5, fact="partially_attended")
    house.work()
    second = house.issued()
    (replaced,) = house.rows("SELECT * FROM certificates WHERE status = 'replaced'")
    assert replaced["document_id"] == first["document_id"]
    assert replaced["replaced_by"] == second["document_id"]
    assert {first["number"][-6:], second["number"][-6:]} == {"000001", "000002"}
    assert second["content"]["net_minutes"] == 630
    assert [e["subject"] for e in _said(house, "document.replaced.v1", kind="completion_certificate")] == [
        first["document_id"]
    ]


def test_a_presence_corrected_to_absent_revokes_the_certificate(house: Any) -> None:
    house.tell_neighbours()
    house.record(840, version=4)
    house.work()
    house.record(0, version=5, fact="absent")
    house.work()
    assert [row["status"] for row in house.rows("SELECT status FROM certificates")] == ["revoked"]
    assert len(_said(house, "document.revoked.v1", kind="completion_certificate")) == 1


def test_a_correction_that_comes_before_the_paper_is_made_drops_the_first(house: Any) -> None:
    house.tell_neighbours()
    house.record(840, version=4)
    house.record(630, version=5)
    house.work()
    statuses = house.rows("SELECT status, presence_version FROM certificates ORDER BY presence_version")
    assert [(row["status"], row["presence_version"]) for row in statuses] == [("dropped", 4), ("valid", 5)]


def test_presences_told_in_the_wrong_order_leave_the_newest(house: Any) -> None:
    house.tell_neighbours()
    house.record(630, version=5)
    house.record(840, version=4)
    house.work()
    assert house.issued()["content"]["net_minutes"] == 630


def test_the_paper_waits_for_what_it_quotes(house: Any) -> None:
    house.record(840)
    house.work()
    assert house.rows("SELECT status FROM certificates") == [{"status": "pending"}]
    house.tell_neighbours()
    house.work()
    assert house.issued()["content"]["title"] == "Accompagner le financement des parcours individuels"


def test_the_action_is_quoted_as_it_was_published_when_the_person_enrolled(house: Any) -> None:
    house.tell_neighbours()
    later = {"publication_number": 2, "title": "Un autre titre"}
    house.tell("training_action.published.v1", envelope={"subjectversion": 2}, **later)
    house.record(840, publication_number=1)
    house.work()
    assert house.issued()["content"]["title"] == "Accompagner le financement des parcours individuels"


def test_the_one_who_recorded_the_presence_signs_for_the_provider(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    house.work()
    assert house.issued()["content"]["signatory"] == {"name": "Guy Rembourg", "job_title": "Formateur"}


def test_where_staff_recorded_it_the_trainer_of_the_action_signs(house: Any) -> None:
    house.tell_neighbours()
    house.record(840, actor={"account_id": "01930000-0000-7000-8000-000000000004", "role": "staff"})
    house.work()
    assert house.issued()["content"]["signatory"]["name"] == "Guy Rembourg"


def test_a_worker_that_died_after_the_file_makes_the_same_paper_again(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    (pending,) = house.rows("SELECT document_id FROM certificates")
    now = house.rows("SELECT now() AS now")[0]["now"]
    issue_document(pending["document_id"], now=now)  # and the process ends before the mark
    (fixed,) = house.rows("SELECT status, number, content FROM certificates")
    house.work()
    row = house.issued()
    assert fixed["status"] == "pending"
    assert (fixed["number"], fixed["content"]) == (row["number"], row["content"])
    assert len(list(house.files.rglob(f"{pending['document_id']}*"))) == 1


def test_two_workers_at_once_issue_it_once(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    (pending,) = house.rows("SELECT document_id FROM certificates")
    now = house.rows("SELECT now() AS now")[0]["now"]
    finishes = [issue_document(pending["document_id"], now=now) for _ in range(2)]
    for finish in finishes:
        with transaction() as session:
            finish(session)
    assert len(_said(house, "document.issued.v1", kind="completion_certificate")) == 1
    assert len(list(house.files.rglob(f"{pending['document_id']}*"))) == 1
    assert house.rows("SELECT 1 FROM tasks WHERE kind = 'erase_file'") == []


def test_a_correction_while_the_paper_is_made_drops_it_and_removes_its_file(house: Any) -> None:
    house.tell_neighbours()
    house.record(840, version=4)
    (pending,) = house.rows("SELECT document_id FROM certificates")
    finish = issue_document(pending["document_id"], now=house.rows("SELECT now() AS now")[0]["now"])
    house.record(630, version=5)
    with transaction() as session:
        finish(session)
    house.work()
    assert house.issued()["presence_version"] == 5
    left = house.rows("SELECT file_name FROM documents WHERE status = 'valid'")
    assert sorted(path.name for path in house.files.rglob("*.pdf")) == sorted(house.pdf(row).name for row in left)


def test_numbers_follow_one_another_within_a_year(house: Any) -> None:
    house.tell_neighbours()
    for rank in range(1, 4):
        house.record(840, enrolment_id=f"01930000-0000-7000-8000-00000000040{rank}")
    house.work()
    numbers = [row["number"][-6:] for row in house.rows("SELECT number FROM certificates ORDER BY number")]
    assert numbers == ["000001", "000002", "000003"]


def test_a_stored_file_is_never_overwritten(house: Any) -> None:
    files.put("2026/x.pdf", b"one")
    files.put("2026/x.pdf", b"one")
    with pytest.raises(Clash):
        files.put("2026/x.pdf", b"two")


@pytest.mark.parametrize("name", ["#panic()", "😀", "א" * 200, "[*Zoé*]"])
def test_any_name_gets_its_certificate(house: Any, name: str) -> None:
    house.tell_neighbours(given_name=name)
    house.record(840)
    house.work()
    assert house.issued()["content"]["trainee"]["given_name"] == papers.printable(name)


def test_what_is_missing_for_an_hour_is_asked_for_again(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    with transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM tasks")
        session.connection().exec_driver_sql("UPDATE documents SET requested_at = '2026-01-01'")
    assert run_once("reconcile", JOBS["reconcile"])
    house.work()
    assert house.issued()["status"] == "valid"


def test_a_presence_without_document_is_found(house: Any) -> None:
    house.tell_neighbours()
    house.tell("enrolment.attended.v1", envelope={"replay": "01930000-0000-7000-8000-0000000009ff"})
    with transaction() as session:
        session.connection().exec_driver_sql("UPDATE enrolments SET recorded_at = '2026-01-01'")
    assert house.rows("SELECT 1 FROM certificates") == []
    assert run_once("reconcile", JOBS["reconcile"])
    house.work()
    assert house.issued()["status"] == "valid"
