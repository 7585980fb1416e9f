"""Who reads what, by the HTTP doors."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from tests.support.tokens import bearer

ALAIN = UUID("01930000-0000-7000-8000-000000000001")
EMPLOYER = UUID("01930000-0000-7000-8000-000000000101")
PROVIDER = UUID("01930000-0000-7000-8000-000000000104")
OTHER = UUID("01930000-0000-7000-8000-000000000199")
STRANGER = UUID("01930000-0000-7000-8000-0000000000ff")
BASE = "/api/documents/v1"

READERS = {
    "the person": bearer(ALAIN, role="beneficiary", organisation_id=EMPLOYER),
    "the person in any role": bearer(ALAIN),
    "the HR validator of the organisation": bearer(STRANGER, role="hr_validator", organisation_id=EMPLOYER),
    "the provider of the action": bearer(STRANGER, role="training_provider", organisation_id=PROVIDER),
    "staff": bearer(STRANGER, role="staff"),
}
OTHERS = {
    "a stranger": bearer(STRANGER, role="beneficiary", organisation_id=EMPLOYER),
    "the HR validator of another organisation": bearer(STRANGER, role="hr_validator", organisation_id=OTHER),
    "the provider of another action": bearer(STRANGER, role="training_provider", organisation_id=OTHER),
    "a référent": bearer(STRANGER, role="referent", organisation_id=EMPLOYER),
    "staff in another role": bearer(STRANGER, role="beneficiary", organisation_id=OTHER, roles=[("staff", None)]),
}


@pytest.fixture
def issued(house: Any) -> dict[str, Any]:
    house.tell_neighbours()
    house.record(630)
    house.work()
    row: dict[str, Any] = house.issued()
    return row


@pytest.mark.parametrize("who", READERS)
def test_a_reader_lists_reads_and_downloads(house: Any, issued: dict[str, Any], who: str) -> None:
    listed = house.client.get(f"{BASE}/documents?kind=completion_certificate", headers=READERS[who])
    one = house.client.get(f"{BASE}/documents/{issued['document_id']}", headers=READERS[who])
    file = house.client.get(f"{BASE}/documents/{issued['document_id']}/file", headers=READERS[who])
    assert [item["number"] for item in listed.json["items"]] == [issued["number"]]
    assert one.json["net_minutes"] == 630
    assert one.json["status"] == "valid"
    assert file.content_type == "application/pdf"
    assert hashlib.sha256(file.data).hexdigest() == issued["file_sha256"]
    assert f"certificat-de-realisation-{issued['number']}.pdf" in file.headers["Content-Disposition"]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_learns_that_it_exists(house: Any, issued: dict[str, Any], who: str) -> None:
    listed = house.client.get(f"{BASE}/documents?kind=completion_certificate", headers=OTHERS[who])
    one = house.client.get(f"{BASE}/documents/{issued['document_id']}", headers=OTHERS[who])
    file = house.client.get(f"{BASE}/documents/{issued['document_id']}/file", headers=OTHERS[who])
    assert listed.json["items"] == []
    assert (one.status_code, file.status_code) == (404, 404)
    assert one.json["code"] == file.json["code"] == "not-found"


def test_without_a_token_there_is_nothing_to_read(house: Any, issued: dict[str, Any]) -> None:
    for path in ("", f"/{issued['document_id']}", f"/{issued['document_id']}/file"):
        assert house.client.get(f"{BASE}/documents{path}").status_code == 401


def test_a_document_not_ready_answers_202_and_where_to_look(house: Any) -> None:
    house.record(630)
    (pending,) = house.rows("SELECT document_id FROM certificates")
    answer = house.client.get(f"{BASE}/documents/{pending['document_id']}/file", headers=READERS["the person"])
    assert answer.status_code == 202
    assert answer.json == {"status": "pending", "look_at": answer.headers["Location"]}
    look = house.client.get(answer.headers["Location"], headers=READERS["the person"])
    assert (look.json["status"], look.json["number"]) == ("pending", None)


def test_a_list_is_filtered_by_enrolment_and_paged(house: Any) -> None:
    house.tell_neighbours()
    for rank in range(1, 4):
        house.record(840, enrolment_id=f"01930000-0000-7000-8000-00000000040{rank}")
    house.work()
    query = {"enrolment_id": "01930000-0000-7000-8000-000000000402", "kind": "completion_certificate"}
    filtered = house.client.get(f"{BASE}/documents", query_string=query, headers=READERS["staff"])
    assert [item["enrolment_id"] for item in filtered.json["items"]] == [query["enrolment_id"]]
    first = house.client.get(f"{BASE}/documents?limit=4", headers=READERS["staff"])
    assert 'rel="next"' in first.headers["Link"]
    cursor = first.json["next_cursor"]
    second = house.client.get(f"{BASE}/documents?limit=4&cursor={cursor}", headers=READERS["staff"])
    seen = [item["document_id"] for page in (first, second) for item in page.json["items"]]
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 6


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "cursor=x", "cursor=WyJhIl0", "cursor=W10", "enrolment_id=1", "kind=x"]
)
def test_a_malformed_query_is_refused(house: Any, query: str) -> None:
    answer = house.client.get(f"{BASE}/documents?{query}", headers=READERS["staff"])
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")


def test_a_download_known_already_is_not_sent_again(house: Any, issued: dict[str, Any]) -> None:
    path = f"{BASE}/documents/{issued['document_id']}/file"
    etag = house.client.get(path, headers=READERS["the person"]).headers["ETag"]
    again = house.client.get(path, headers={**READERS["the person"], "If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_damaged_file_is_never_handed_out(house: Any, issued: dict[str, Any], damage: str) -> None:
    path = house.pdf(issued)
    path.unlink() if damage == "missing" else path.write_bytes(path.read_bytes().replace(b"PDF", b"PdF", 1))
    answer = house.client.get(f"{BASE}/documents/{issued['document_id']}/file", headers=READERS["the person"])
    assert (answer.status_code, answer.json["code"]) == (500, "file-damaged")


def test_anybody_checks_a_document_and_reads_what_the_paper_says(house: Any, issued: dict[str, Any]) -> None:
    answer = house.client.get(f"{BASE}/verifications/{issued['verification_code'].lower()}")
    content = {name: value for name, value in issued["content"].items() if not name.startswith("verification_")}
    assert answer.status_code == 200
    assert answer.json["status"] == "valid"
    assert answer.json["document"] == content
    assert answer.json["document"]["net_hours"] == 10.5
    assert answer.headers["Cache-Control"] == "no-store"
    assert datetime.fromisoformat(answer.json["status_changed_at"]) == issued["status_changed_at"]


def test_a_replaced_and_a_revoked_document_say_so(house: Any, issued: dict[str, Any]) -> None:
    house.record(840, version=5)
    house.work()
    second = house.issued()
    old = house.client.get(f"{BASE}/verifications/{issued['verification_code']}").json
    assert (old["status"], old["replaced_by_number"]) == ("replaced", second["number"])
    assert old["document"]["net_minutes"] == 630
    house.record(0, version=6, fact="absent")
    assert house.client.get(f"{BASE}/verifications/{second['verification_code']}").json["status"] == "revoked"


@pytest.mark.parametrize("code", ["x", "7K3M-Q9TX-4WZC-HB2R-N8PD-06VJ", "'; DROP TABLE documents; --", "%00", "é"])
def test_an_unknown_code_is_not_found(house: Any, issued: dict[str, Any], code: str) -> None:
    answer = house.client.get(f"{BASE}/verifications/{code}")
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_a_document_still_being_issued_cannot_be_checked(house: Any) -> None:
    house.record(840)
    assert house.client.get(f"{BASE}/verifications/{new_id()}").status_code == 404
