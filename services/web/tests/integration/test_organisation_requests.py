"""What a referent asks of Cap Métiers, and takes back: the buttons, and what is told where somebody decided first."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from services.web.tests.integration.conftest import SignIn
from services.web.tests.integration.neighbours import OURS, Neighbours, held
from services.web.tests.integration.test_pages import csrf_of

KEY = "01930000-0000-7000-8000-000000000801"
API = "/api/identity/v1"
ORGANISATION: dict[str, Any] = {
    "organisation_id": OURS, "siret": "99900010200015", "name": "Ma structure", "street": "1 rue du Port",
    "postcode": "17000", "city": "La Rochelle", "activity_declaration_number": None, "closed_on": None,
    "is_member": False, "memberships": [], "version": 1,
}  # fmt: skip
_DECISION = {"decided_at": None, "decided_by_name": None, "reason": None}
REPORT: dict[str, Any] = {
    "change_report_id": KEY, "organisation_id": OURS, "organisation_name": "Ma structure", "state": "reported",
    "effective_on": "2026-12-01", "differences": [{"field": "name", "old": "Ma structure", "new": "Mission"}],
    "reported_at": "2026-11-20T09:00:00Z", "reported_by_name": "Annie Versaire", "applied_at": None, **_DECISION,
}  # fmt: skip
WISH: dict[str, Any] = {
    "membership_request_id": KEY, "organisation_id": OURS, "organisation_name": "Ma structure", "state": "requested",
    "is_renewal": False, "message": None, "requested_at": "2026-11-20T09:00:00Z", "requested_by_name": None,
    "membership_id": None, "member_until": None, **_DECISION,
}  # fmt: skip
KINDS = [
    ("/structure/changements", "change-reports", REPORT, "Retirer la déclaration"),
    ("/structure/adhesion", "membership-requests", WISH, "Retirer la demande"),
]


@pytest.fixture
def annie(sign_in: SignIn, neighbours: Neighbours) -> FlaskClient:
    neighbours.person |= {"roles": [held("referent")], "active_role": "referent"}
    neighbours.answers["GET", f"{API}/organisations/{OURS}"] = (200, ORGANISATION)
    for _, kind, item, _ in KINDS:
        neighbours.answers["GET", f"{API}/{kind}"] = (200, {"items": [item], "next_cursor": None})
    return sign_in()


@pytest.mark.parametrize(("page", "kind", "item", "button"), KINDS)
def test_what_waits_is_taken_back_by_its_button(
    annie: FlaskClient, neighbours: Neighbours, page: str, kind: str, item: dict[str, Any], button: str
) -> None:
    neighbours.answers["POST", f"{API}/{kind}/{KEY}/withdrawal"] = (200, {**item, "state": "withdrawn"})
    shown = annie.get(page).text
    assert button in shown
    answer = annie.post(f"{page}/{KEY}/retrait", data={"csrf_token": csrf_of(shown)})
    assert (answer.status_code, answer.location) == (302, page)
    assert len(neighbours.asked("POST", f"{API}/{kind}/{KEY}/withdrawal")) == 1


@pytest.mark.parametrize(("page", "kind", "item", "button"), KINDS)
def test_who_decided_first_and_when_is_told(
    annie: FlaskClient, neighbours: Neighbours, page: str, kind: str, item: dict[str, Any], button: str
) -> None:
    figures = {
        "status": "refused",
        "decision": "withdraw",
        "decided_by_name": "Camille Onette",
        "decided_at": "2026-11-21T09:00:00+00:00",
    }
    problem = {"code": "already-decided", "title": "", "figures": figures, "next_step": "read-the-request"}
    neighbours.answers["POST", f"{API}/{kind}/{KEY}/withdrawal"] = (409, problem)
    answer = annie.post(f"{page}/{KEY}/retrait", data={"csrf_token": csrf_of(annie.get(page).text)})
    assert answer.status_code == 409
    assert "par Camille Onette" in answer.text
    assert "Refusée" in answer.text
    assert "21" in answer.text.split("Camille Onette")[0].rpartition("étudiée")[2]
    assert button in answer.text


@pytest.mark.parametrize(("page", "kind", "item", "button"), KINDS)
def test_what_is_decided_offers_no_button(
    annie: FlaskClient, neighbours: Neighbours, page: str, kind: str, item: dict[str, Any], button: str
) -> None:
    over = {**item, "state": "withdrawn", "decided_at": "2026-11-21T09:00:00Z", "decided_by_name": "Annie Versaire"}
    neighbours.answers["GET", f"{API}/{kind}"] = (200, {"items": [over], "next_cursor": None})
    shown = annie.get(page).text
    assert button not in shown
    assert "Retirée" in shown


def test_a_button_of_another_site_takes_nothing_back(annie: FlaskClient, neighbours: Neighbours) -> None:
    answer = annie.post(f"/structure/changements/{KEY}/retrait")
    assert answer.status_code == 400
    assert neighbours.asked("POST", f"{API}/change-reports/{KEY}/withdrawal") == []
