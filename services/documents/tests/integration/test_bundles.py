"""Files made on demand: who may ask for which, what they hold, how long they stay."""

import csv
import io
import json
import subprocess
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.database import transaction
from chassis.ids import new_id
from documents.usecases.make_bundle import expire_bundles
from tests.support.tokens import bearer

ALAIN = UUID("01930000-0000-7000-8000-000000000001")
EMPLOYER = UUID("01930000-0000-7000-8000-000000000101")
PROVIDER = UUID("01930000-0000-7000-8000-000000000104")
BASE = "/api/documents/v1/bundles"
SESSION = "01930000-0000-7000-8000-000000000301"
ACTION = "01930000-0000-7000-8000-000000000201"
PERSON = bearer(ALAIN, role="beneficiary", organisation_id=EMPLOYER)
HR = bearer(UUID("01930000-0000-7000-8000-0000000000aa"), role="hr_validator", organisation_id=EMPLOYER)
OTHER_HR = bearer(new_id(), role="hr_validator", organisation_id=PROVIDER)
TRAINER = bearer(UUID("01930000-0000-7000-8000-000000000003"), role="training_provider", organisation_id=PROVIDER)
OTHER_TRAINER = bearer(new_id(), role="training_provider", organisation_id=EMPLOYER)
STAFF = bearer(UUID("01930000-0000-7000-8000-000000000004"), role="staff")


def _ask(house: Any, headers: Any, kind: str, **subject: str) -> Any:
    return house.client.post(BASE, headers=headers, json={"kind": kind, **subject})


def _made(house: Any, headers: Any, kind: str, **subject: str) -> bytes:
    asked = _ask(house, headers, kind, **subject)
    assert asked.status_code == 202, asked.text
    path = f"{BASE}/{asked.json['bundle_id']}"
    early = house.client.get(f"{path}/file", headers=headers)
    assert (early.status_code, early.json["look_at"]) == (202, path)
    house.work()
    answer = house.client.get(f"{path}/file", headers=headers)
    assert answer.status_code == 200, answer.text
    content: bytes = answer.data
    return content


def _zip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, check=True, capture_output=True)
    return " ".join(done.stdout.decode().split())


@pytest.fixture
def attended(house: Any) -> Any:
    house.tell_neighbours()
    house.enrol()
    house.record(840)
    house.work()
    return house


def test_an_employer_gets_the_sealed_papers_of_a_person_and_of_a_session(attended: Any) -> None:
    of_person = _zip(_made(attended, HR, "person_documents", account_id=str(ALAIN)))
    of_session = _zip(_made(attended, HR, "session_documents", training_session_id=SESSION))
    row = attended.issued()
    assert of_person[f"certificat-de-realisation-{row['number']}.pdf"] == attended.pdf(row).read_bytes()
    assert len(of_person) == 3
    assert {name.split("/")[0] for name in of_session} == {"Proviste Alain"}


def test_the_provider_gets_the_papers_of_all_and_another_none(attended: Any) -> None:
    assert len(_zip(_made(attended, TRAINER, "session_documents", training_session_id=SESSION))) == 3
    assert _ask(attended, OTHER_TRAINER, "session_documents", training_session_id=SESSION).status_code == 404
    assert _ask(attended, OTHER_HR, "person_documents", account_id=str(ALAIN)).status_code == 404
    assert _ask(attended, PERSON, "person_documents", account_id=str(ALAIN)).status_code == 403
    other = _zip(_made(attended, OTHER_HR, "session_documents", training_session_id=SESSION))
    assert list(other) == ["LISEZ-MOI.txt"]


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("person_documents", {"account_id": str(ALAIN)}),
        ("session_documents", {"training_session_id": SESSION}),
        ("employer_pack", {"account_id": str(ALAIN)}),
    ],
)
def test_a_referent_confirms_people_and_reads_none_of_their_papers(
    attended: Any, kind: str, subject: dict[str, str]
) -> None:
    """Papers are for the person, their HR validator, the provider and staff only."""
    referent = bearer(UUID("01930000-0000-7000-8000-0000000000aa"), role="referent", organisation_id=EMPLOYER)
    assert _ask(attended, referent, kind, **subject).status_code == 403
    assert _ask(attended, HR, kind, **subject).status_code == 202
    assert attended.client.get("/api/documents/v1/documents", headers=referent).json["items"] == []


def test_a_passport_holds_record_data_papers_and_badges(attended: Any) -> None:
    wish = {"enrolment_id": "01930000-0000-7000-8000-000000000401"}
    badge = attended.client.post("/api/documents/v1/badges", headers=PERSON, json=wish).json
    path = f"/api/documents/v1/badges/{badge['badge_id']}/decision"
    attended.client.post(path, headers=TRAINER, json={"decision": "accept"})
    attended.work()
    found = _zip(_made(attended, PERSON, "passport"))
    data = json.loads(found["mes-actions.json"])
    assert "14 heures" in _text(found["passeport-de-formation.pdf"])
    assert [(one["status"], one["net_minutes"]) for one in data["actions"]] == [("attended", 840)]
    assert sum(name.startswith("documents/") for name in found) == 3
    assert {name.rpartition(".")[2] for name in found if name.startswith("badges/")} == {"png", "svg", "jwt", "json"}


def test_a_passport_of_somebody_without_actions_is_whole_too(house: Any) -> None:
    found = _zip(_made(house, PERSON, "passport"))
    assert "Aucune action suivie" in _text(found["passeport-de-formation.pdf"])


def test_an_employer_takes_stock_with_record_table_and_papers(attended: Any) -> None:
    found = _zip(_made(attended, HR, "employer_pack", account_id=str(ALAIN)))
    rows = list(csv.reader(io.StringIO(found["actions.csv"].decode("utf-8-sig")), delimiter=";"))
    assert rows[1][4:] == ["Présent", "14.0", "Ma structure"]
    assert "L6315-1" in _text(found["releve-de-formation.pdf"])


def test_the_evidence_of_an_action_has_programme_requests_and_presences(attended: Any) -> None:
    found = _zip(_made(attended, TRAINER, "evidence_pack", training_action_id=ACTION))
    presences = list(csv.reader(io.StringIO(found["presences.csv"].decode("utf-8-sig")), delimiter=";"))
    assert "Apports et études de cas" in _text(found["programme-publication-1.pdf"])
    assert len(presences) == 5
    assert _ask(attended, OTHER_TRAINER, "evidence_pack", training_action_id=ACTION).status_code == 404


def _rows(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))[1:]


def test_the_evidence_of_an_action_has_satisfaction_in_numbers_and_the_register_of_complaints(attended: Any) -> None:
    attended.tell("satisfaction.counted.v1")
    attended.tell("complaint.registered.v1")
    later = {"complaint_id": str(new_id()), "topic": "content", "registered_at": "2027-01-05T09:00:00Z"}
    attended.tell("complaint.registered.v1", **later)
    attended.tell("complaint.registered.v1", complaint_id=str(new_id()), training_action_id=str(new_id()))
    attended.tell("complaint.answered.v1")
    found = _zip(_made(attended, TRAINER, "evidence_pack", training_action_id=ACTION))
    assert _rows(found["satisfaction.csv"]) == [
        ["Questionnaires envoyés", "8", "", ""],
        ["Questionnaires remplis", "6", "", ""],
        ["Dans l'ensemble, êtes-vous satisfait(e) de cette action ?", "6", "4,33", "4 : 4 ; 5 : 2"],
        ["Recommanderiez-vous cette action à un collègue ?", "6", "", "Non : 1 ; Oui : 5"],
        ["Le rythme vous a-t-il convenu ?", "4", "", "Résultats non communiqués : moins de 5 réponses"],
        ["Qu'avez-vous le plus apprécié ?", "5", "", ""],
    ]
    assert _rows(found["reclamations.csv"]) == [
        ["04/01/2027", "21/12/2026 - 22/12/2026", "L'organisation", "11/01/2027", "7", "Traitée"],
        ["05/01/2027", "21/12/2026 - 22/12/2026", "Le contenu", "", "", "En cours de traitement"],
    ]
    assert "reclamations.csv" in found["LISEZ-MOI.txt"].decode()


def test_the_evidence_of_an_action_without_questionnaires_says_so_and_too_few_answers_stay_hidden(
    attended: Any,
) -> None:
    bare = _zip(_made(attended, TRAINER, "evidence_pack", training_action_id=ACTION))
    assert [row[1] for row in _rows(bare["satisfaction.csv"])] == ["0", "0"]
    assert _rows(bare["reclamations.csv"]) == []
    attended.tell("satisfaction.counted.v1", asked=6, answered=4, is_hidden=True, results=[])
    few = _zip(_made(attended, TRAINER, "evidence_pack", training_action_id=ACTION))
    assert [row[0] for row in _rows(few["satisfaction.csv"])][1:] == [
        "Questionnaires remplis", "Résultats non communiqués : moins de 5 réponses",
    ]  # fmt: skip


def test_a_cell_that_looks_like_a_formula_is_none(house: Any) -> None:
    house.tell_neighbours(family_name="=cmd|' /C calc'!A0")
    house.record(840)
    house.work()
    found = _zip(_made(house, TRAINER, "evidence_pack", training_action_id=ACTION))
    assert "'=cmd" in found["demandes.csv"].decode()


def test_an_attendance_sheet_has_a_field_per_half_day_and_what_was_recorded(house: Any) -> None:
    house.tell_neighbours()
    house.enrol()
    blank = _text(_made(house, TRAINER, "attendance_sheet", training_session_id=SESSION))
    house.record(840)
    filled = _text(_made(house, TRAINER, "attendance_sheet", training_session_id=SESSION))
    assert blank.count("Proviste Alain") == 2
    assert "Matin" in blank
    assert "3 heures 30" not in blank
    assert "3 heures 30" in filled


@pytest.mark.parametrize("template", ["completion_certificate_v3", "end_of_training_statement_v2", "convocation_v2"])
def test_staff_see_a_specimen_of_each_template(house: Any, template: str) -> None:
    assert "SPÉCIMEN" in _text(_made(house, STAFF, "specimen", template=template))


def test_a_specimen_is_for_staff_and_of_a_template_in_force(house: Any) -> None:
    assert _ask(house, PERSON, "specimen", template="convocation_v2").status_code == 403
    assert _ask(house, STAFF, "specimen", template="../../etc/passwd").status_code == 404
    missing = _ask(house, STAFF, "specimen")
    assert (missing.status_code, missing.json["code"]) == (422, "subject-missing")


def test_a_bundle_is_for_who_asked_in_the_role_in_which_they_asked(attended: Any) -> None:
    bundle_id = _ask(attended, HR, "person_documents", account_id=str(ALAIN)).json["bundle_id"]
    attended.work()
    elsewhere = bearer(UUID("01930000-0000-7000-8000-0000000000aa"), role="hr_validator", organisation_id=PROVIDER)
    for headers in (PERSON, STAFF, OTHER_HR, elsewhere):
        assert attended.client.get(f"{BASE}/{bundle_id}/file", headers=headers).status_code == 404
    assert [one["bundle_id"] for one in attended.client.get(BASE, headers=HR).json["items"]] == [bundle_id]
    assert attended.client.get(BASE, headers=elsewhere).json["items"] == []


def test_after_a_week_the_file_goes(attended: Any) -> None:
    bundle_id = _ask(attended, HR, "person_documents", account_id=str(ALAIN)).json["bundle_id"]
    attended.work()
    (ready,) = attended.rows("SELECT ready_at, file_name FROM bundles")
    with transaction() as session:
        assert expire_bundles(session, now=ready["ready_at"] + timedelta(days=6), limit=10) == 0
    with transaction() as session:
        assert expire_bundles(session, now=ready["ready_at"] + timedelta(days=8), limit=10) == 1
    assert not (attended.files / ready["file_name"]).exists()
    assert attended.client.get(f"{BASE}/{bundle_id}", headers=HR).json["status"] == "expired"
    assert attended.client.get(f"{BASE}/{bundle_id}/file", headers=HR).status_code == 404
