"""« Mes informations »: corrected without losing what was typed, sign-ins ended, data gathered from everybody."""

from typing import Any

import pytest

from services.web.tests.integration.conftest import SignIn
from services.web.tests.integration.neighbours import Asked, Neighbours

ME = {
    "account_id": "01930000-0000-7000-8000-000000000001",
    "civility": "mr",
    "given_name": "Alain",
    "family_name": "Proviste",
    "email": "alain.proviste@example.org",
    "phone": "+33546000001",
    "mobile_phone": None,
    "job_title": "Conseiller",
    "is_staff": False,
    "first_signed_in_at": "2026-09-01T07:00:00Z",
    "affiliations": [],
}
HERE, THERE = "01930000-0000-7000-8000-000000000901", "01930000-0000-7000-8000-000000000902"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def a_sign_in(sign_in_id: str, agent: str = FIREFOX) -> dict[str, Any]:
    return {
        "sign_in_id": sign_in_id,
        "signed_in_at": "2026-11-26T08:00:00Z",
        "last_used_at": "2026-11-26T09:30:00Z",
        "ends_at": "2026-11-26T22:00:00Z",
        "methods": ["pwd", "otp", "mfa"],
        "agent": agent,
        "platforms": ["ParcoursPro"],
    }


@pytest.fixture(autouse=True)
def _identity(neighbours: Neighbours) -> None:
    neighbours.answers["GET", "/api/identity/v1/me"] = (200, ME)
    neighbours.answers["GET", "/api/identity/v1/me/sign-ins"] = (
        200,
        {"items": [a_sign_in(THERE, ""), a_sign_in(HERE)]},
    )


def corrected(**changes: str) -> dict[str, str]:
    typed = {"civility": "mr", "given_name": "Alain", "family_name": "Proviste", "job_title": "Formateur"}
    return {**typed, "phone": "", "mobile_phone": "06 00 00 00 00", **changes}


def send(browser: Any, path: str, form: dict[str, str], *, page: str) -> Any:
    shown = browser.get(page).text
    token = shown.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    return browser.post(path, data={**form, "csrf_token": token})


def test_a_profile_is_corrected_whole(neighbours: Neighbours, sign_in: SignIn) -> None:
    neighbours.answers["PUT", "/api/identity/v1/me"] = (200, ME)
    path = "/mon-espace/informations/modifier"
    answer = send(sign_in(), path, corrected(), page=path)
    assert answer.headers["Location"] == "/mon-espace/informations"
    (asked,) = neighbours.asked("PUT", "/api/identity/v1/me")
    assert asked.body == {**corrected(), "phone": None}


@pytest.mark.parametrize(
    ("changes", "answer", "said"),
    [
        ({"given_name": ""}, None, "Indiquez votre prénom."),
        ({"phone": "12"}, (422, {"code": "invalid-phone", "status": 422}), "n&#39;est pas valable"),
    ],
)
def test_a_fault_is_said_and_what_was_typed_stays(
    neighbours: Neighbours, sign_in: SignIn, changes: dict[str, str], answer: Any, said: str
) -> None:
    if answer:
        neighbours.answers["PUT", "/api/identity/v1/me"] = answer
    path = "/mon-espace/informations/modifier"
    shown = send(sign_in(), path, corrected(**changes), page=path)
    assert shown.status_code == 422
    assert said in shown.text
    assert 'value="Formateur"' in shown.text


def test_sign_ins_are_told_by_browser_this_one_first_and_not_to_be_ended_here(
    neighbours: Neighbours, sign_in: SignIn
) -> None:
    text = sign_in().get("/mon-espace/connexions").text
    assert text.index("Firefox sur Windows") < text.index("Navigateur inconnu")
    assert text.count("Cette connexion") == 1
    assert f"/mon-espace/connexions/{THERE}/fin" in text
    assert f"/mon-espace/connexions/{HERE}/fin" not in text
    assert "mot de passe, code du second facteur" in text


def test_another_sign_in_is_ended_and_all_others_too(neighbours: Neighbours, sign_in: SignIn) -> None:
    neighbours.answers["DELETE", f"/api/identity/v1/me/sign-ins/{THERE}"] = (204, None)
    neighbours.answers["POST", "/api/identity/v1/me/sign-ins/end-others"] = (204, None)
    browser, page = sign_in(), "/mon-espace/connexions"
    send(browser, f"{page}/{THERE}/fin", {}, page=page)
    send(browser, f"{page}/fin-des-autres", {}, page=page)
    assert len(neighbours.asked("DELETE", f"/api/identity/v1/me/sign-ins/{THERE}")) == 1
    (asked,) = neighbours.asked("POST", "/api/identity/v1/me/sign-ins/end-others")
    assert asked.body == {"keep": HERE}


# What is paged, with what is asked of each; and what is not.
_PAGED = {
    "enrolments": ("/api/enrolment/v1/enrolments", {"scope": "mine"}),
    "complaints": ("/api/enrolment/v1/complaints", {"scope": "mine"}),
    "documents": ("/api/documents/v1/documents", {"account_id": ME["account_id"]}),
    "badges": ("/api/documents/v1/badges", {"account_id": ME["account_id"]}),
    "favourites": ("/api/catalogue/v1/my/favourites", {}),
    "messages": ("/api/notification/v1/messages", {}),
}
_IN_DETAIL: dict[str, Any] = {
    "messages": [{"body": "Voici mon projet"}],
    "moves": [{"number": 1}],
    "questionnaires": [
        {
            "questions": [
                {"question_id": "overall", "label": None},
                {"question_id": "q1", "label": "Et la salle ?"},
            ],
            "answers": {"overall": 5},
        }
    ],
    "signatures": [],
    "contests": [],
}
_MY_DATA = "/api/enrolment/v1/my-data"
_WHOLE = {
    "saved_searches": ("/api/catalogue/v1/my/saved-searches", {"items": [{"label": "Bilan"}]}, [{"label": "Bilan"}]),
    "last_search": ("/api/catalogue/v1/my/last-search", {"criteria": {"q": "vae"}}, {"q": "vae"}),
    "preferences": ("/api/notification/v1/preferences", {"items": [{"topic": "news"}]}, [{"topic": "news"}]),
}


def _two_pages(name: str) -> Any:
    """Rows of one page after another, as a list with more than a page has them."""
    pages = {None: ([{name: 1}], "next"), "next": ([{name: 2}], None)}

    def answer(asked: Asked) -> dict[str, Any]:
        items, next_cursor = pages[asked.query.get("cursor")]
        return {"items": items, "next_cursor": next_cursor}

    return answer


def _all_hold_something(neighbours: Neighbours) -> None:
    neighbours.answers["GET", "/api/identity/v1/me/data"] = (200, {**ME, "rights_log": []})
    for name, (path, _) in _PAGED.items():
        neighbours.answers["GET", path] = (200, _two_pages(name))
    for path, body, _ in _WHOLE.values():
        neighbours.answers["GET", path] = (200, body)
    neighbours.answers["GET", _MY_DATA] = (200, _IN_DETAIL)


def test_everything_held_by_everybody_is_one_file_page_after_page(neighbours: Neighbours, sign_in: SignIn) -> None:
    browser = sign_in()
    _all_hold_something(neighbours)
    answer = browser.get("/mon-espace/mes-donnees.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    told = dict(answer.json or {})
    in_detail = told.pop("requests_in_detail")
    assert told == {
        "account": {**ME, "rights_log": []},
        **{name: [{name: 1}, {name: 2}] for name in _PAGED},
        **{name: whole for name, (_, _, whole) in _WHOLE.items()},
    }
    assert (in_detail["messages"], in_detail["moves"]) == (_IN_DETAIL["messages"], _IN_DETAIL["moves"])


def test_answers_stand_beside_their_questions_and_what_becomes_of_them(neighbours: Neighbours, sign_in: SignIn) -> None:
    browser = sign_in()
    _all_hold_something(neighbours)
    in_detail = (browser.get("/mon-espace/mes-donnees.json").json or {})["requests_in_detail"]
    (questionnaire,) = in_detail["questionnaires"]
    assert [question["label"] for question in questionnaire["questions"]] == [
        "Dans l'ensemble, êtes-vous satisfait(e) de cette action ?",
        "Et la salle ?",
    ]
    assert questionnaire["answers"] == {"overall": 5}
    assert "restent liées à votre demande" in in_detail["about_questionnaires"]


def test_only_ones_own_is_asked_for_whatever_the_active_role_opens(neighbours: Neighbours, sign_in: SignIn) -> None:
    """Staff read the documents of everybody, an HR validator those of the organisation."""
    browser = sign_in()
    _all_hold_something(neighbours)
    browser.get("/mon-espace/mes-donnees.json")
    for path, criteria in _PAGED.values():
        for asked in neighbours.asked("GET", path):
            assert criteria.items() <= asked.query.items()


@pytest.mark.parametrize(
    "path", [*(path for path, _ in _PAGED.values()), *(path for path, _, _ in _WHOLE.values()), _MY_DATA]
)
def test_a_file_without_what_one_service_holds_is_not_given(neighbours: Neighbours, sign_in: SignIn, path: str) -> None:
    browser = sign_in()
    _all_hold_something(neighbours)
    neighbours.answers["GET", path] = (503, {})
    assert browser.get("/mon-espace/mes-donnees.json").status_code == 503


def test_a_file_with_holes_is_not_given(neighbours: Neighbours, sign_in: SignIn) -> None:
    browser = sign_in()
    neighbours.answers["GET", "/api/identity/v1/me/data"] = (503, {})
    assert browser.get("/mon-espace/mes-donnees.json").status_code == 503


def test_passwords_second_factor_and_closing_are_identitys_own_pages(neighbours: Neighbours, sign_in: SignIn) -> None:
    text = sign_in().get("/mon-espace/informations").text
    for page in ("mot-de-passe", "adresse", "second-facteur", "cles-d-acces", "fermeture"):
        assert f'href="{neighbours.issuer}/compte/{page}"' in text
    assert "tus@cap-metiers.pro" in text
