"""The people of an organisation as its referent sees them: who cannot be reached stands out."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from services.web.tests.integration.conftest import SignIn
from services.web.tests.integration.neighbours import ALAIN, OURS, Neighbours, held

AFFILIATIONS, FAILING = "/api/identity/v1/affiliations", "/api/notification/v1/failing-addresses"
ANNIE, AFFILIATION = "01930000-0000-7000-8000-000000000002", "01930000-0000-7000-8000-0000000006{}".format


def person(account_id: str, given_name: str, number: str) -> dict[str, Any]:
    return {
        "affiliation_id": AFFILIATION(number), "account_id": account_id, "organisation_id": OURS,
        "organisation_name": "Ma structure", "siret": "99900010200015", "state": "confirmed",
        "given_name": given_name, "family_name": "Proviste", "email": f"{given_name}@example.org".lower(),
        "job_title": "Conseil", "phone": None, "message": None, "roles": ["beneficiary"], "has_referent": True,
        "requested_at": "2026-01-05T08:00:00Z", "decided_at": "2026-01-06T08:00:00Z",
        "first_signed_in_at": "2026-01-07T08:00:00Z", "version": 2,
    }  # fmt: skip


@pytest.fixture
def annie(sign_in: SignIn, neighbours: Neighbours) -> FlaskClient:
    neighbours.person |= {"sub": ANNIE, "roles": [held("referent")], "active_role": "referent"}
    people = {"items": [person(ALAIN, "Alain", "01"), person(ANNIE, "Annie", "02")], "next_cursor": None}
    neighbours.answers["GET", AFFILIATIONS] = (200, people)
    failing = {"items": [{"account_id": ALAIN, "since": "2026-11-20T09:00:00Z"}]}
    neighbours.answers["GET", FAILING] = (200, failing)
    return sign_in()


def test_whose_emails_come_back_is_flagged_on_the_list_and_on_their_page(
    annie: FlaskClient, neighbours: Neighbours
) -> None:
    page = annie.get("/structure/personnes").text
    assert "Une personne ne reçoit plus nos e-mails" in page
    assert page.count("E-mails non reçus") == 1
    assert "depuis le 20/11/2026" in page
    assert {asked.query["organisation_id"] for asked in neighbours.asked("GET", FAILING)} == {OURS}
    of_alain, of_annie = (annie.get(f"/structure/{OURS}/personnes/{AFFILIATION(n)}").text for n in ("01", "02"))
    assert ("E-mails non reçus" in of_alain, "E-mails non reçus" in of_annie) == (True, False)


def test_nobody_is_flagged_where_all_arrives(annie: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", FAILING] = (200, {"items": []})
    page = annie.get("/structure/personnes").text
    assert "non reçus" not in page
    assert "plus nos e-mails" not in page


def test_the_page_goes_on_where_notification_is_silent(annie: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", FAILING] = (503, {})
    answer = annie.get("/structure/personnes")
    assert answer.status_code == 200
    assert "Alain Proviste" in answer.text
