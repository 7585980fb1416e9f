"""The public page of an open badge: what it is for, whether it holds, and nobody's name."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from services.web.tests.integration.neighbours import Neighbours

BADGE = "01930000-0000-7000-8000-000000000777"
BASE = "/api/documents/v1/badges/v2"
SITE = "http://127.0.0.1:8080"
PAGE = f"/verifier/open-badge/{BADGE}"
CLASS = f"{BASE}/classes/01930000-0000-7000-8000-000000000201/1"


def _assertion(**changes: Any) -> dict[str, Any]:
    return {
        "id": f"{SITE}{BASE}/assertions/{BADGE}",
        "badge": f"{SITE}{CLASS}",
        "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$0a1b2c"},
        "issuedOn": "2026-11-20T09:00:00Z",
        **changes,
    }


@pytest.fixture(autouse=True)
def published(neighbours: Neighbours) -> None:
    badge_class = {
        "name": "Conduire un entretien",
        "description": "Poser le cadre.",
        "image": f"{SITE}/api/documents/v1/badges/achievements/x/1/image.png",
        "criteria": {"narrative": "Avoir suivi l'action."},
        "issuer": f"{SITE}{BASE}/issuer",
    }
    neighbours.answers["GET", CLASS] = (200, badge_class)
    neighbours.answers["GET", f"{BASE}/issuer"] = (200, {"name": "Cap Métiers Nouvelle-Aquitaine"})
    neighbours.answers["GET", f"{BASE}/assertions/{BADGE}"] = (200, _assertion())


def test_anybody_reads_what_a_badge_is_for_and_that_it_holds(browser: FlaskClient) -> None:
    answer = browser.get(PAGE)
    for said in ("Cet open badge est valide", "20/11/2026", "Cap Métiers Nouvelle-Aquitaine", "Conduire un entretien"):
        assert said in answer.text
    assert (answer.status_code, "0a1b2c" in answer.text, "Réalisation" in answer.text) == (200, True, False)


@pytest.mark.parametrize(
    ("evidence", "shown", "hidden"),
    [
        ({"id": "https://example.org/projet", "narrative": "Un <b>projet</b>"}, "Réalisation", "<b>projet"),
        ({"id": f"{SITE}/x#evidence", "narrative": "Un atelier"}, "Un atelier", "Réalisation"),
    ],
)
def test_evidence_is_shown_as_text_and_its_address_where_there_is_one(
    browser: FlaskClient, neighbours: Neighbours, evidence: dict[str, str], shown: str, hidden: str
) -> None:
    neighbours.answers["GET", f"{BASE}/assertions/{BADGE}"] = (200, _assertion(evidence=[evidence]))
    text = browser.get(PAGE).text
    assert shown in text
    assert hidden not in text


def test_a_revoked_badge_says_so_and_is_gone(browser: FlaskClient, neighbours: Neighbours) -> None:
    gone = {"id": f"{SITE}{BASE}/assertions/{BADGE}", "revoked": True, "revocationReason": "Erreur de personne"}
    neighbours.answers["GET", f"{BASE}/assertions/{BADGE}"] = (410, gone)
    answer = browser.get(PAGE)
    assert (answer.status_code, "Cet open badge a été révoqué" in answer.text) == (410, True)
    assert "Erreur de personne" not in answer.text


def test_an_unknown_badge_is_not_found(browser: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{BASE}/assertions/{BADGE}"] = (404, {"code": "not-found", "status": 404})
    answer = browser.get(PAGE)
    assert (answer.status_code, "Aucun open badge" in answer.text) == (404, True)
