"""The rules of participation: every term can be edited, and people read what concerns them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient

from services.web.tests.integration.conftest import SignIn
from services.web.tests.integration.neighbours import Neighbours, held
from services.web.tests.integration.test_pages import csrf_of

ENROLMENT = "/api/enrolment/v1"
CONTRACT = Path(__file__).resolve().parents[4] / "contracts/http/enrolment.openapi.yaml"
DRAFT = "01930000-0000-7000-8000-000000000f01"
AT, API = f"/reglement/brouillons/{DRAFT}", f"{ENROLMENT}/policy-drafts/{DRAFT}"
NUMBERS = {
    "member_only_quota": 5,
    "formation_quota": 3,
    "organisation_cap": 2,
    "cap_lift_days": 7,
    "withdrawal_deadline_days": 6,
    "promotion_deadline_days": 2,
    "free_cancellation_days": 8,
    "offer_answer_hours": 48,
    "reminder_days": 9,
    "last_reminder_days": 4,
    "hr_reminder_days": 11,
    "hr_escalation_days": 13,
    "presence_contest_days": 17,
}
TERMS: dict[str, Any] = {
    **NUMBERS,
    "effective_on": "2027-01-01",
    "organisation_cap_scope": "training_action",
    "promotion_mode": "direct",
    "late_withdrawal_uses_right": True,
    "absence_uses_right": True,
    "waves": [{"opens_on": "2027-01-05", "most_obtained": 1}],
    "note": "",
}


@pytest.fixture
def camille(sign_in: SignIn, neighbours: Neighbours) -> FlaskClient:
    """Staff, one draft, and the rules in force."""
    neighbours.person |= {"roles": [held("staff", None)], "active_role": "staff", "active_organisation": None}
    draft = {"draft_id": DRAFT, "version": 3, "terms": TERMS, "updated_at": "2026-11-20T09:00:00Z", "rehearsal": None}
    neighbours.answers["GET", API] = (200, draft)
    neighbours.answers["PUT", API] = (200, draft)
    neighbours.answers["GET", f"{ENROLMENT}/policies/in-force"] = (200, {**TERMS, "version": 1})
    return sign_in()


def typed(page: str, **changes: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    plain = {name: str(value) for name, value in TERMS.items() if name not in ("waves", "note")}
    ticks = {"late_withdrawal_uses_right": "y", "absence_uses_right": "y"}
    wave = {"wave_0-opens_on": "2027-01-05", "wave_0-most_obtained": "1"}
    return {**plain, **ticks, **wave, "version": "3", "note": "", "csrf_token": csrf_of(page), **changes}


def test_the_terms_of_these_tests_are_those_of_the_contract() -> None:
    schema = yaml.safe_load(CONTRACT.read_text())["components"]["schemas"]["Terms"]
    assert set(schema["properties"]) == set(TERMS)


def test_a_draft_is_kept_with_every_term_as_it_was_typed(camille: FlaskClient, neighbours: Neighbours) -> None:
    numbers = {name: value + 1 for name, value in NUMBERS.items()}
    changes = {"organisation_cap_scope": "training_session", "promotion_mode": "offer", "note": "Plus de temps."}
    form = typed(camille.get(AT).text, **numbers, **changes)
    assert camille.post(AT, data=form).status_code == 302
    (asked,) = neighbours.asked("PUT", API)
    assert asked.body == {**TERMS, **numbers, **changes}
    assert asked.headers["if-match"] == '"3"'


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["", "-1", "1001", "trois"])
def test_a_number_that_is_none_is_told_at_its_field_and_nothing_is_kept(
    camille: FlaskClient, neighbours: Neighbours, name: str, value: str
) -> None:
    answer = camille.post(AT, data=typed(camille.get(AT).text, **{name: value}))
    assert answer.status_code == 422
    assert f'id="{name}-erreur"' in answer.text
    assert "Indiquez un nombre entre" in answer.text
    assert neighbours.asked("PUT", API) == []


def test_an_alert_before_the_reminder_is_told_at_its_field(camille: FlaskClient, neighbours: Neighbours) -> None:
    faults = [{"field": "hr_escalation_days", "fault": "before-reminder"}]
    neighbours.answers["PUT", API] = (422, {"code": "policy-invalid", "figures": {"faults": faults}, "next_step": None})
    answer = camille.post(AT, data=typed(camille.get(AT).text, hr_escalation_days="2"))
    assert answer.status_code == 409
    assert 'id="hr_escalation_days-erreur"' in answer.text
    assert "ne peut pas précéder le rappel" in answer.text


def test_the_publication_names_every_number_that_changes(camille: FlaskClient, neighbours: Neighbours) -> None:
    others = {name: value + 20 for name, value in NUMBERS.items()}
    neighbours.answers["GET", f"{ENROLMENT}/policies/in-force"] = (200, {**TERMS, **others, "version": 1})
    page = camille.get(f"{AT}/publication").text
    for name, value in NUMBERS.items():
        assert f"<td>{others[name]}</td><td>{value}</td>" in page


def test_the_conditions_say_the_days_that_concern_people(browser: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{ENROLMENT}/policies/in-force"] = (200, {**TERMS, "version": 1})
    page = browser.get("/conditions").text
    assert "un rappel si votre demande n'a pas de réponse après 11 jours" in page
    assert "Après 13 jours, le référent de la structure" in page
    assert "contestée pendant 17 jours" in page
    assert "Un rappel est envoyé aux inscrits 9 jours avant la session, puis un dernier 4 jours avant" in page
