"""Pages against a stand-in for the neighbours: what they ask, what they show, what they do when somebody is silent."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.web.tests.integration import arranging
from services.web.tests.integration.neighbours import DUNES, OURS, Neighbours, held

CATALOGUE, ENROLMENT, DOCUMENTS = "/api/catalogue/v1", "/api/enrolment/v1", "/api/documents/v1"
FORM = f"/actions/{arranging.ACTION}/sessions/{arranging.SESSION}/inscription"
SignIn = Callable[..., FlaskClient]


def csrf_of(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]


def value_of(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


@pytest.fixture(autouse=True)
def catalogue(neighbours: Neighbours) -> None:
    items = {"items": [arranging.CARD], "next_cursor": "more"}
    neighbours.answers["GET", f"{CATALOGUE}/training-actions"] = (200, items)
    neighbours.answers["GET", f"{CATALOGUE}/themes"] = (200, {"items": [{"code": "f", "label": "Financement"}]})
    neighbours.answers["GET", f"{CATALOGUE}/training-action-types"] = (200, {"items": []})
    neighbours.answers["GET", f"{CATALOGUE}/training-actions/{arranging.ACTION}"] = (200, arranging.action())


@pytest.fixture
def verdicts(neighbours: Neighbours) -> list[dict[str, Any]]:
    found = [arranging.verdict()]
    neighbours.answers["GET", f"{ENROLMENT}/verdicts"] = (200, {"items": found})
    return found


def answer_request(neighbours: Neighbours, status: int, body: dict[str, Any]) -> None:
    neighbours.answers["POST", f"{ENROLMENT}/enrolments"] = (status, body)


def filled_form(page: str) -> dict[str, str]:
    return {
        "csrf_token": csrf_of(page),
        "key": value_of(page, "key"),
        "organisation_id": OURS,
        "motivation": "Pour mieux accompagner.",
        "prerequisites_met": "y",
        "available_on_all_slots": "y",
        "information_read": "y",
    }


def test_a_page_has_a_strict_policy_and_is_stored_by_nobody(browser: FlaskClient) -> None:
    answer = browser.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<script>" not in answer.text
    assert not re.search(r"\s(style|on\w+)=", answer.text)


def test_files_are_kept_for_a_year_under_an_address_of_their_content(browser: FlaskClient) -> None:
    (address,) = re.findall(r'href="(/assets/[^"]+/app/web.css)"', browser.get("/").text)
    answer = browser.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    other = browser.get(re.sub(r"/assets/\w+/", "/assets/0000/", address))
    assert other.headers["Cache-Control"] == "no-cache"
    assert browser.get("/assets/0000/../app.py").status_code == 404


def test_a_visitor_gets_no_cookie(browser: FlaskClient) -> None:
    for path in ("/", "/actions", f"/actions/{arranging.ACTION}", "/a-propos", "/verifier"):
        assert "Set-Cookie" not in browser.get(path).headers


def test_home_stays_open_without_the_catalogue(browser: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{CATALOGUE}/training-actions"] = (503, {})
    answer = browser.get("/")
    assert answer.status_code == 200
    assert "Le catalogue ne répond pas" in answer.text


def test_a_silent_service_is_a_page_that_says_so(browser: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{CATALOGUE}/training-actions"] = (503, {})
    answer = browser.get("/actions")
    assert answer.status_code == 503
    assert "momentanément indisponible" in answer.text


def test_an_address_names_no_empty_filter(browser: FlaskClient) -> None:
    answer = browser.get("/actions?q=bilan&place=&theme=")
    assert answer.headers["Location"] == "/actions?q=bilan"
    partly = browser.get("/actions?q=bilan&place=", headers={"HX-Request": "true"})
    assert partly.headers["HX-Push-Url"] == "/actions?q=bilan"


def test_a_filter_that_the_catalogue_does_not_know_is_told_at_its_field(
    browser: FlaskClient, neighbours: Neighbours
) -> None:
    refusal = {"code": "invalid-input", "errors": {"starts_from": ["Not a valid date."]}}
    neighbours.answers["GET", f"{CATALOGUE}/training-actions"] = (422, refusal)
    page = browser.get("/actions?starts_from=2027-02-31").text
    assert 'aria-describedby="starts_from-erreur"' in page
    assert "date n&#39;existe pas" in page


def test_the_next_page_keeps_the_search(browser: FlaskClient) -> None:
    assert "/actions?q=bilan&amp;cursor=more" in browser.get("/actions?q=bilan").text


def test_the_trace_goes_on_to_the_neighbours(browser: FlaskClient, neighbours: Neighbours) -> None:
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    browser.get("/actions", headers={"traceparent": trace})
    (asked,) = neighbours.asked("GET", f"{CATALOGUE}/training-actions")
    assert asked.headers["traceparent"].split("-")[1] == trace.split("-")[1]
    assert "authorization" not in asked.headers


def test_the_last_search_is_kept_for_who_is_signed_in(sign_in: SignIn) -> None:
    browser = sign_in()
    browser.get("/actions?q=bilan&place=Niort")
    assert browser.get("/mon-espace/recherche").headers["Location"] == "/actions?q=bilan&place=Niort"


def test_the_absence_of_the_button_is_explained_for_each_organisation(
    sign_in: SignIn, verdicts: list[dict[str, Any]]
) -> None:
    failures = [{"code": "organisation-not-member", "figures": {}, "next_step": "ask-for-membership"}]
    verdicts.append(
        arranging.verdict(
            organisation_id=DUNES, organisation_name="Les Dunes", may_request=False, outcome=None, failures=failures
        )
    )
    page = sign_in().get(f"/actions/{arranging.ACTION}").text
    assert "Pour Les Dunes, l&#39;inscription n" in page or "Pour Les Dunes, l'inscription n" in page
    assert "réservée aux adhérents" in page
    assert FORM in page


def test_the_way_in_is_gone_where_no_organisation_passes(sign_in: SignIn, verdicts: list[dict[str, Any]]) -> None:
    verdicts[0] |= {
        "may_request": False,
        "failures": [{"code": "registration-closed", "figures": {}, "next_step": None}],
    }
    page = sign_in().get(f"/actions/{arranging.ACTION}").text
    assert FORM not in page
    assert "Les inscriptions sont closes." in page


def test_an_incomplete_form_asks_nothing_of_enrolment(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours
) -> None:
    browser = sign_in()
    answer = browser.post(FORM, data={"csrf_token": csrf_of(browser.get(FORM).text)})
    assert answer.status_code == 422
    assert 'aria-describedby="motivation-aide motivation-erreur"' in answer.text
    assert neighbours.asked("POST", f"{ENROLMENT}/enrolments") == []


def test_a_request_carries_its_key_and_leads_to_its_page(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours
) -> None:
    answer_request(neighbours, 201, arranging.enrolment())
    browser = sign_in()
    form = filled_form(browser.get(FORM).text)
    answer = browser.post(FORM, data=form)
    assert answer.headers["Location"] == f"/mon-espace/demandes/{arranging.ENROLMENT}?envoyee=1"
    (asked,) = neighbours.asked("POST", f"{ENROLMENT}/enrolments")
    assert asked.headers["idempotency-key"] == form["key"]
    assert asked.body["prerequisites_met"] is True


def test_a_refused_request_keeps_what_was_typed_and_says_why(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours
) -> None:
    figures = {"kind": "formations", "used": 3, "quota": 3, "year": 2027}
    answer_request(neighbours, 409, {"code": "rights-used-up", "figures": figures, "next_step": "wait-for-next-year"})
    browser = sign_in()
    answer = browser.post(FORM, data=filled_form(browser.get(FORM).text))
    assert answer.status_code == 409
    assert "3/3 formations utilisées en 2027" in answer.text
    assert "Pour mieux accompagner." in answer.text


def test_a_motivation_of_a_megabyte_is_told_at_its_field_and_comes_back(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours
) -> None:
    browser = sign_in()
    page = browser.get(FORM).text
    assert 'maxlength="5000"' in page
    answer = browser.post(FORM, data=filled_form(page) | {"motivation": "x" * 1_000_000})
    assert answer.status_code == 422
    assert "5000 caractères au plus." in answer.text
    assert "x" * 1_000_000 in answer.text
    assert neighbours.asked("POST", f"{ENROLMENT}/enrolments") == []


def test_what_is_larger_than_a_page_takes_is_told_in_french(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours
) -> None:
    browser = sign_in()
    answer = browser.post(FORM, data=filled_form(browser.get(FORM).text) | {"motivation": "é" * 1_000_000})
    assert answer.status_code == 413
    assert "trop volumineux" in answer.text
    assert "Réduisez le texte" in answer.text
    assert neighbours.asked("POST", f"{ENROLMENT}/enrolments") == []


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_session_that_ended_while_one_wrote_says_so_and_keeps_what_was_typed(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours, is_listed: bool
) -> None:
    browser = sign_in()
    form = filled_form(browser.get(FORM).text)
    figures = {"begun_at": "2027-02-11T08:00:00Z"}
    begun = {"code": "training-session-begun", "figures": figures, "next_step": "choose-another-session"}
    verdicts[0] |= {"may_request": False, "outcome": None, "failures": [begun]}
    answer_request(neighbours, 409, begun)
    if not is_listed:
        page = arranging.action(sessions=[])
        neighbours.answers["GET", f"{CATALOGUE}/training-actions/{arranging.ACTION}"] = (200, page)
    answer = browser.post(FORM, data=form)
    assert answer.status_code == 409
    assert "La session a commencé le 11/02/2027 à 09:00." in answer.text
    assert re.search(r"<textarea[^>]*readonly[^>]*>Pour mieux accompagner.</textarea>", answer.text)
    assert "Copiez-le" in answer.text


def test_a_session_that_nobody_knows_is_not_there(sign_in: SignIn, neighbours: Neighbours) -> None:
    page = arranging.action(sessions=[])
    neighbours.answers["GET", f"{CATALOGUE}/training-actions/{arranging.ACTION}"] = (200, page)
    assert sign_in().get(FORM).status_code == 404


def test_a_double_click_sends_one_key_twice(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours
) -> None:
    answer_request(neighbours, 201, arranging.enrolment())
    browser = sign_in()
    form = filled_form(browser.get(FORM).text)
    answers = [browser.post(FORM, data=form) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {
        f"/mon-espace/demandes/{arranging.ENROLMENT}?envoyee=1"
    }
    keys = [asked.headers["idempotency-key"] for asked in neighbours.asked("POST", f"{ENROLMENT}/enrolments")]
    assert keys == [form["key"]] * 2


def test_an_organisation_that_is_not_offered_is_refused(
    sign_in: SignIn, verdicts: list[dict[str, Any]], neighbours: Neighbours
) -> None:
    browser = sign_in()
    form = filled_form(browser.get(FORM).text) | {"organisation_id": DUNES}
    answer = browser.post(FORM, data=form)
    assert answer.status_code == 422
    assert "pas un choix valide" in answer.text
    assert neighbours.asked("POST", f"{ENROLMENT}/enrolments") == []


def test_what_people_write_is_never_markup(sign_in: SignIn, neighbours: Neighbours) -> None:
    nasty = arranging.enrolment(motivation="<script>alert(1)</script>", allowed_moves=["approve", "refuse"])
    neighbours.answers["GET", f"{ENROLMENT}/enrolments/{arranging.ENROLMENT}"] = (200, nasty)
    neighbours.answers["GET", f"{ENROLMENT}/enrolments/{arranging.ENROLMENT}/history"] = (200, {"items": []})
    neighbours.person |= {"roles": [held("hr_validator")], "active_role": "hr_validator"}
    page = sign_in().get(f"/valideur/demandes/{arranging.ENROLMENT}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("name", "who"), [("Annie Versaire", ", par Annie Versaire (ValideurRH)."), (None, " (ValideurRH).")]
)
def test_somebody_decided_first(sign_in: SignIn, neighbours: Neighbours, name: str | None, who: str) -> None:
    path = f"{ENROLMENT}/enrolments/{arranging.ENROLMENT}"
    neighbours.answers["GET", path] = (200, arranging.enrolment(allowed_moves=["approve", "refuse"]))
    neighbours.answers["GET", f"{path}/history"] = (200, {"items": []})
    figures = {
        "status": "pre_enrolled",
        "decided_at": "2026-11-20T09:00:00Z",
        "decided_by": "hr_validator",
        "decided_by_name": name,
    }
    neighbours.answers["POST", f"{path}/hr-decision"] = (409, {"code": "already-decided", "figures": figures})
    neighbours.person |= {"roles": [held("hr_validator")], "active_role": "hr_validator"}
    browser = sign_in()
    page = browser.get(f"/valideur/demandes/{arranging.ENROLMENT}").text
    form = {"csrf_token": csrf_of(page), "decision": "approve", "key": value_of(page, "key"), "person_name": "x"}
    answer = browser.post(f"/valideur/demandes/{arranging.ENROLMENT}/decision", data=form)
    assert answer.status_code == 409
    assert f"Préinscrit), le 20/11/2026 à 10:00{who}" in answer.text


def test_a_token_that_the_services_refuse_ends_the_sign_in(sign_in: SignIn, neighbours: Neighbours) -> None:
    neighbours.answers["GET", "/api/identity/v1/me"] = (401, {"code": "unauthenticated"})
    browser = sign_in()
    assert browser.get("/mon-espace/informations").status_code == 401
    assert "Se connecter" in browser.get("/a-propos").text


def test_a_document_is_handed_over_as_it_is(sign_in: SignIn, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{DOCUMENTS}/documents/{arranging.DOCUMENT}/file"] = (200, b"%PDF-1.7 \x00\xff")
    answer = sign_in().get(f"/mon-espace/documents/{arranging.DOCUMENT}")
    assert answer.data == b"%PDF-1.7 \x00\xff"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_somebody_elses_document_is_not_there(sign_in: SignIn) -> None:
    assert sign_in().get(f"/mon-espace/documents/{arranging.DOCUMENT}").status_code == 404


def test_a_code_goes_to_documents_as_one_segment(browser: FlaskClient, neighbours: Neighbours) -> None:
    browser.get("/verifier/..%2F..%2Fadmin")
    assert [asked.path for asked in neighbours.seen if "documents" in asked.path] in (
        [],
        [f"{DOCUMENTS}/verifications/../../admin"],
    )
    assert browser.get("/verifier?code=A%2FB").headers["Location"] == "/verifier/A%2FB"


@pytest.mark.parametrize("path", ["/mon-espace", "/valideur/demandes", "/prestataire/sessions", "/profil", FORM])
def test_a_visitor_is_sent_to_sign_in_and_back(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion?suite=%2F")
