"""Staff keep the platforms: what is asked of identity, what they read, and that the secret is shown once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from services.web.tests.integration.neighbours import Neighbours, held
from services.web.tests.integration.test_pages import csrf_of, value_of

HOME, AT = "/cap-metiers/plateformes", "/api/identity/v1/clients"
SignIn = Callable[..., FlaskClient]
RAFAEL: dict[str, Any] = {
    "client_id": "rafael",
    "name": "Rafael",
    "auth_method": "client_secret_basic",
    "redirect_uris": ["https://rafael.example.org/retour"],
    "post_logout_redirect_uris": [],
    "backchannel_logout_uri": None,
    "scopes": ["openid", "email"],
    "service_scopes": [],
    "grants": ["authorization_code", "refresh_token"],
    "requires_pkce": True,
    "audience": None,
    "jwks": None,
    "is_operators": False,
    "previous_secret_until": None,
    "created_at": "2026-11-02T09:00:00Z",
    "changed_at": "2026-11-02T09:00:00Z",
    "disabled_at": None,
    "version": 3,
}
HISTORY: dict[str, Any] = {
    "next_cursor": None,
    "items": [
        {
            "client_change_id": "01930000-0000-7000-8000-000000000701",
            "at": "2026-11-20T09:00:00Z",
            "fact": "changed",
            "by_name": "Camille Onette",
            "by_operator": False,
            "differences": [
                {"field": "requires_pkce", "old": False, "new": True},
                {"field": "redirect_uris", "old": [], "new": ["https://rafael.example.org/retour"]},
                {"field": "audience", "old": "rafael-api", "new": None},
            ],
        },
        {
            "client_change_id": "01930000-0000-7000-8000-000000000700",
            "at": "2026-11-02T09:00:00Z",
            "fact": "registered",
            "by_name": None,
            "by_operator": True,
            "differences": [{"field": "auth_method", "old": None, "new": "client_secret_basic"}],
        },
    ],
}
TYPED = {
    "client_id": "rafael",
    "name": "Rafael",
    "auth_method": "client_secret_basic",
    "redirect_uris": " https://rafael.example.org/retour\nhttps://rafael.example.org/retour ",
    "scopes": "email",
    "requires_pkce": "y",
}


@pytest.fixture
def camille(sign_in: SignIn, neighbours: Neighbours) -> FlaskClient:
    neighbours.person |= {"roles": [held("staff", None)], "active_role": "staff", "active_organisation": None}
    neighbours.answers["GET", AT] = (200, {"items": [RAFAEL], "next_cursor": None})
    neighbours.answers["GET", f"{AT}/rafael"] = (200, RAFAEL)
    neighbours.answers["POST", AT] = (201, RAFAEL)
    neighbours.answers["PUT", f"{AT}/rafael"] = (200, RAFAEL)
    neighbours.answers["PUT", f"{AT}/rafael/disabling"] = (200, RAFAEL)
    told = {"client_id": "rafael", "client_secret": "the-secret", "previous_secret_until": None}
    neighbours.answers["PUT", f"{AT}/rafael/secret"] = (200, told)
    neighbours.answers["GET", f"{AT}/rafael/history"] = (200, HISTORY)
    return sign_in()


def test_the_list_leads_to_each_platform(camille: FlaskClient) -> None:
    page = camille.get(HOME).text
    assert f'href="{HOME}/rafael"' in page
    assert "Active" in page


def test_a_new_platform_is_registered_and_its_secret_read_once(camille: FlaskClient, neighbours: Neighbours) -> None:
    page = camille.get(f"{HOME}/nouvelle").text
    typed = {**TYPED, "csrf_token": csrf_of(page), "key": value_of(page, "key")}
    answer = camille.post(f"{HOME}/nouvelle", data=typed)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "the-secret" in answer.text
    (sent,) = neighbours.asked("POST", AT)
    assert sent.body["redirect_uris"] == ["https://rafael.example.org/retour"]
    assert sent.body["scopes"] == ["openid", "email"]
    (secret,) = neighbours.asked("PUT", f"{AT}/rafael/secret")
    assert secret.body == {"keeps_old": False}
    assert "the-secret" not in camille.get(f"{HOME}/rafael").text


def test_what_identity_refuses_is_said_in_words_and_nothing_typed_is_lost(
    camille: FlaskClient, neighbours: Neighbours
) -> None:
    figures = {"reason": "not-https", "uri": "http://rafael.example.org/"}
    problem = {"code": "invalid-client-registration", "status": 422, "figures": figures, "next_step": None}
    neighbours.answers["POST", AT] = (422, problem)
    page = camille.get(f"{HOME}/nouvelle").text
    typed = {**TYPED, "redirect_uris": "http://rafael.example.org/", "csrf_token": csrf_of(page)}
    answer = camille.post(f"{HOME}/nouvelle", data=typed)
    assert answer.status_code == 409
    assert "Une adresse commence par https://" in answer.text
    assert "http://rafael.example.org/" in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "Rafael !"},
        {"name": ""},
        {"jwks": "{"},
        {"redirect_uris": "\n".join(f"https://a/{n}" for n in range(11))},
    ],
    ids=["identifier", "name", "keys", "addresses"],
)
def test_what_is_typed_wrong_is_said_beside_its_field_and_asks_nobody(
    camille: FlaskClient, neighbours: Neighbours, changes: dict[str, str]
) -> None:
    typed = {**TYPED, **changes, "csrf_token": csrf_of(camille.get(f"{HOME}/nouvelle").text)}
    answer = camille.post(f"{HOME}/nouvelle", data=typed)
    assert answer.status_code == 422
    assert f'id="{next(iter(changes))}-erreur"' in answer.text
    assert neighbours.asked("POST", AT) == []


def test_a_change_names_the_version_that_was_shown(camille: FlaskClient, neighbours: Neighbours) -> None:
    page = camille.get(f"{HOME}/rafael/modifier").text
    typed = {**TYPED, "csrf_token": csrf_of(page), "version": value_of(page, "version")}
    assert camille.post(f"{HOME}/rafael/modifier", data=typed).status_code == 302
    (sent,) = neighbours.asked("PUT", f"{AT}/rafael")
    assert sent.headers["if-match"] == '"3"'


@pytest.mark.parametrize(("decision", "is_disabled"), [("disable", True), ("enable", False)])
def test_a_platform_is_disabled_and_enabled(
    camille: FlaskClient, neighbours: Neighbours, decision: str, is_disabled: bool
) -> None:
    form = {"csrf_token": csrf_of(camille.get(f"{HOME}/rafael").text), "decision": decision}
    assert camille.post(f"{HOME}/rafael/activation", data=form).status_code == 302
    (sent,) = neighbours.asked("PUT", f"{AT}/rafael/disabling")
    assert sent.body == {"is_disabled": is_disabled}


def test_an_operators_platform_offers_no_change(camille: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{AT}/web"] = (200, {**RAFAEL, "client_id": "web", "is_operators": True})
    neighbours.answers["GET", f"{AT}/web/history"] = (200, {"items": [], "next_cursor": None})
    page = camille.get(f"{HOME}/web").text
    assert "seule l'exploitation la modifie" in page or "seule l&#39;exploitation la modifie" in page
    assert "Désactiver cette plateforme" not in page
    assert camille.get(f"{HOME}/web/modifier").status_code == 403


def test_others_than_staff_are_told_that_the_page_is_not_for_them(sign_in: SignIn) -> None:
    assert sign_in().get(HOME).status_code == 403


def test_who_changed_what_and_when_is_read_on_the_platforms_page(camille: FlaskClient) -> None:
    page = " ".join(camille.get(f"{HOME}/rafael").text.split())
    assert "par Camille Onette" in page
    assert "par l&#39;exploitation" in page
    assert "<del>non</del>" in page
    assert "<ins>https://rafael.example.org/retour</ins>" in page
    assert "<del>rafael-api</del>" in page
    assert "<ins>Secret, dans l&#39;en-tête (client_secret_basic)</ins>" in page


def test_a_platform_without_history_says_so(camille: FlaskClient, neighbours: Neighbours) -> None:
    neighbours.answers["GET", f"{AT}/rafael/history"] = (200, {"items": [], "next_cursor": None})
    assert "Aucun changement" in camille.get(f"{HOME}/rafael").text
