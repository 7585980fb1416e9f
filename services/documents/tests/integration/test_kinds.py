"""What each kind of document says, when it comes, and how staff describe Cap Métiers and revoke."""

import base64
import subprocess
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
import segno

from tests.support.tokens import bearer

STAFF = bearer(UUID("01930000-0000-7000-8000-000000000004"), role="staff")
PERSON = bearer(UUID("01930000-0000-7000-8000-000000000001"))
BASE = "/api/documents/v1"
IDENTITY = {
    "name": "Cap Métiers Nouvelle-Aquitaine",
    "street": "1 rue de l’Exemple",
    "postcode": "33600",
    "city": "Pessac",
    "activity_declaration_number": "75 33 00000 33",
    "signatory_name": "Camille Onette",
    "signatory_job_title": "Directrice",
}


def _png(scale: int = 4) -> bytes:
    out = BytesIO()
    segno.make("logo").save(out, kind="png", scale=scale)
    return out.getvalue()


def _identify(house: Any, **changes: Any) -> Any:
    return house.client.put(f"{BASE}/issuer-identity", headers=STAFF, json={**IDENTITY, **changes})


def _paper(house: Any, row: dict[str, Any]) -> str:
    done = subprocess.run(["pdftotext", "-layout", house.pdf(row), "-"], check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def _statement(house: Any, *, planned: bool, **changes: Any) -> dict[str, Any]:
    house.tell_neighbours()
    house.tell("training_action.published.v1", envelope={"subjectversion": 2}, evaluation_planned=planned)
    house.record(840, **changes)
    house.work()
    row: dict[str, Any] = house.issued("end_of_training_statement")
    return row


def test_a_statement_tells_objectives_and_no_result_where_no_evaluation_was_planned(house: Any) -> None:
    row = _statement(house, planned=False, evaluation={"result": "acquired"})
    said = _paper(house, row)
    assert row["number"].startswith("AF-")
    assert "Identifier les dispositifs de financement et monter un dossier." in said
    assert row["content"]["evaluation"] is None
    assert "évaluation" not in said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"result": "acquired", "comment": "Très bien"}, "Objectifs atteints Très bien"),
        ({"result": "15/20"}, "15/20"),
        ("Reçu", "Reçu"),
        (None, "Aucun résultat n’a été enregistré"),
    ],
)
def test_a_statement_tells_the_result_where_an_evaluation_was_planned(house: Any, told: Any, said: str) -> None:
    assert said in _paper(house, _statement(house, planned=True, evaluation=told))


def test_whoever_is_enrolled_gets_a_convocation_with_days_hours_and_places(house: Any) -> None:
    house.tell_neighbours()
    house.enrol()
    house.work()
    row = house.issued("convocation")
    said = _paper(house, row)
    assert row["number"].startswith("CV-")
    assert "21 décembre 2026 09:00 – 17:00 Espace Encan, Quai Louis Prunier, 17000 La Rochelle" in said


def test_a_moved_session_gives_a_new_convocation_that_replaces_the_old(house: Any) -> None:
    house.tell_neighbours()
    house.enrol()
    house.work()
    first = house.issued("convocation")
    house.tell("training_session.moved.v1", envelope={"subjectversion": 2}, first_day="2026-12-20")
    house.work()
    second = house.issued("convocation")
    assert second["replaces_number"] == first["number"]
    assert second["content"]["first_day"] == "2026-12-20"


@pytest.mark.parametrize("fact", ["cancelled", "refused_by_hr"])
def test_a_lost_seat_revokes_the_convocation(house: Any, fact: str) -> None:
    house.tell_neighbours()
    house.enrol()
    house.work()
    house.enrol(version=4, fact=fact)
    assert [row["status"] for row in house.rows("SELECT status FROM documents")] == ["revoked"]


def test_a_cancelled_session_revokes_its_convocations(house: Any) -> None:
    house.tell_neighbours()
    house.enrol()
    house.work()
    house.tell("training_session.cancelled.v1", envelope={"subjectversion": 3})
    assert [row["status"] for row in house.rows("SELECT status FROM documents")] == ["revoked"]


def test_a_convocation_outlives_the_presence(house: Any) -> None:
    house.tell_neighbours()
    house.enrol()
    house.record(840)
    house.work()
    assert {row["kind"] for row in house.rows("SELECT kind FROM documents WHERE status = 'valid'")} == {
        "completion_certificate",
        "end_of_training_statement",
        "convocation",
    }


def test_papers_show_cap_metiers_as_staff_last_described_it(house: Any) -> None:
    house.tell_neighbours()
    kept = _identify(house, logo_png_base64=base64.b64encode(_png()).decode())
    assert (kept.status_code, kept.json["version"], kept.json["has_logo"]) == (200, 1, True)
    assert house.client.get(f"{BASE}/issuer-identity/logo", headers=STAFF).data == _png()
    house.record(840)
    house.work()
    row = house.issued()
    images = subprocess.run(["pdfimages", "-list", house.pdf(row)], check=True, capture_output=True, text=True).stdout
    assert "Camille Onette" in _paper(house, row)
    assert "75 33 00000 33" in _paper(house, row)
    assert len(images.splitlines()) > 2
    _identify(house, city="Bordeaux")
    assert house.issued()["content"]["issuer"]["address"]["city"] == "Pessac"


def test_a_logo_that_is_lost_does_not_stop_a_paper(house: Any) -> None:
    house.tell_neighbours()
    _identify(house, logo_png_base64=base64.b64encode(_png()).decode())
    for path in (house.files / "logos").iterdir():
        path.unlink()
    house.record(840)
    house.work()
    assert "Cap Métiers Nouvelle-Aquitaine" in _paper(house, house.issued())


@pytest.mark.parametrize("logo", [b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n" + bytes(30)])
def test_a_logo_that_is_no_picture_is_refused(house: Any, logo: bytes) -> None:
    answer = _identify(house, logo_png_base64=base64.b64encode(logo).decode())
    assert (answer.status_code, answer.json["code"]) == (422, "logo-refused")


def test_two_people_of_staff_do_not_overwrite_one_another(house: Any) -> None:
    _identify(house)
    path, stale = f"{BASE}/issuer-identity", {**STAFF, "If-Match": '"0"'}
    answer = house.client.put(path, headers=stale, json=IDENTITY)
    assert (answer.status_code, answer.json["code"]) == (412, "stale-version")
    assert house.client.put(path, headers=PERSON, json=IDENTITY).status_code == 403


def test_staff_revoke_a_document_with_a_reason_once(house: Any) -> None:
    house.tell_neighbours()
    house.record(840)
    house.work()
    row = house.issued()
    path = f"{BASE}/documents/{row['document_id']}/revocation"
    done = house.client.post(path, headers=STAFF, json={"reason": "Erreur de personne"})
    again = house.client.post(path, headers=STAFF, json={"reason": "Encore"})
    public = house.client.get(f"{BASE}/verifications/{row['verification_code']}").json
    assert (done.status_code, done.json["status"], done.json["revocation_reason"]) == (
        200,
        "revoked",
        "Erreur de personne",
    )
    assert (again.status_code, again.json["code"]) == (409, "document-not-valid")
    assert public["status"] == "revoked"
    assert house.client.post(path, headers=PERSON, json={"reason": "x"}).status_code == 403
