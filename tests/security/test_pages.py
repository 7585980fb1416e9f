"""Doors that people open in a browser, and those of OpenID Connect: bad input meets a page in French or an OAuth error.

Nobody is signed in here and no neighbour answers, so every page shows what it does without them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from werkzeug.routing import Rule
from werkzeug.test import Client, TestResponse

from chassis.database import engine
from tests.contracts.apps import app_of

PAGES = {"web": "/", "identity": "/sso/"}
# What machines call: an OAuth error in JSON (RFC 6749 section 5.2), no page.
OURS = ("", "localhost", "127.0.0.1:8080")
MACHINES = ("/sso/token", "/sso/revoke", "/sso/introspect", "/sso/userinfo")
_OPERATORS = ("/livez", "/readyz", "/metrics", "/openapi.json")
NONSENSE = (
    "'",
    "<script>alert(1)</script>",
    "\x00",
    "-1",
    "9" * 40,
    "x" * 3_000,
    "//evil.example",
    "\U0001f600",
    "../..",
)
PARAMETERS = (
    "q", "place", "theme", "type", "cursor", "page", "etat", "suite", "code", "state", "client_id", "redirect_uri",
    "scope", "demande", "id_token_hint", "post_logout_redirect_uri", "starts_from", "sort", "response_type",
    "prompt", "max_age",
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """One app, its rules and its database."""

    app: Flask
    prefix: str

    def rules(self, method: str) -> Iterator[Rule]:
        for rule in self.app.url_map.iter_rules():
            is_ours = rule.rule.startswith(self.prefix) and rule.rule not in _OPERATORS
            if is_ours and method in (rule.methods or ()) and not rule.rule.startswith("/api/"):
                yield rule

    def client(self) -> Client:
        return self.app.test_client()

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        names = sorted(inspect(engine()).get_table_names())
        with engine().connect() as connection:
            count = "SELECT count(*) FROM {}".format
            return {name: connection.scalar(text(count(name))) or 0 for name in names}


_PLACE = re.compile(r"<(?:any\((?P<word>[^,)]+)[^)]*\):)?[^>]+>")
# Pieces that a page fetches for itself, no pages.
FRAGMENTS = ("/actions/communes",)


@pytest.fixture(params=sorted(PAGES))
def site(request: pytest.FixtureRequest, service_database: Callable[[str], str]) -> Site:
    url = service_database(request.param)
    return Site(app=app_of(request.param, {"PP_DATABASE_URL": url}), prefix=PAGES[request.param])


def _at(rule: Rule, value: str) -> str:
    """The rule's address with `value` for every key; where one of a few words is wanted, the first of them."""
    return _PLACE.sub(lambda found: found["word"] or value, rule.rule)


def _is_fit(answer: TestResponse, path: str) -> bool:
    """A page in French, a redirect of ours, a file, or for machines an OAuth error; never a crash."""
    if answer.status_code == 500 or "Traceback" in answer.text:
        return False
    if 300 <= answer.status_code < 400:
        return urlsplit(answer.headers["Location"]).netloc in OURS
    if answer.mimetype == "application/problem+json":
        return path.startswith(MACHINES) or "/assets/" in path
    if path.startswith(MACHINES) or answer.mimetype == "application/json":
        # RFC 6750 section 3: without a token, the challenge alone.
        return answer.status_code < 400 or "WWW-Authenticate" in answer.headers or "error" in answer.text
    if path.startswith(FRAGMENTS):
        return answer.status_code < 300 and "<script" not in answer.text
    if answer.mimetype == "text/html":
        return '<html lang="fr"' in answer.text and "<script>alert" not in answer.text
    return answer.status_code < 300


def _unfit(answers: dict[str, TestResponse]) -> list[str]:
    return [f"{what}: {a.status} {a.mimetype} {a.text[:80]!r}" for what, a in answers.items() if not _is_fit(a, what)]


def test_nonsense_in_a_path_meets_a_page(site: Site) -> None:
    answers = {}
    for rule in site.rules("GET"):
        for value in (
            "nothing",
            "01930000-0000-7000-8000-00000000dddd",
            "%00",
            "a" * 2_000,
            "%27%3B--",
            "%2e%2e%2fetc",
        ):
            path = _at(rule, value)
            answers[path] = site.client().get(path)
    assert _unfit(answers) == []


def test_nonsense_in_a_query_meets_a_page(site: Site) -> None:
    answers = {}
    for rule in site.rules("GET"):
        path = _at(rule, "01930000-0000-7000-8000-00000000dddd")
        for value in NONSENSE:
            query: Any = dict.fromkeys(PARAMETERS, value)
            answers[f"{path}?{value[:10]!r}"] = site.client().get(path, query_string=query)
        answers[f"{path} twice"] = site.client().get(path, query_string=[(name, "a") for name in PARAMETERS * 2])
    assert _unfit(answers) == []


def test_a_form_without_our_token_changes_nothing(site: Site) -> None:
    answers, before = {}, site.rows()
    for rule in site.rules("POST"):
        path = _at(rule, "01930000-0000-7000-8000-00000000dddd")
        for form in ({}, dict.fromkeys((*PARAMETERS, "email", "password", "csrf_token", "role"), "x\x00")):
            answers[f"{path} {len(form)}"] = site.client().post(path, data=form)
    assert _unfit(answers) == []
    # Logging out by a form of a client (RP-initiated logout, section 2) asks the person first.
    done = {
        what: a.status for what, a in answers.items() if a.status_code < 300 and not what.startswith("/sso/logout ")
    }
    assert done == {}
    assert site.rows() == before


def test_an_oversized_form_changes_nothing(site: Site) -> None:
    answers, before = {}, site.rows()
    for rule in site.rules("POST"):
        path = _at(rule, "01930000-0000-7000-8000-00000000dddd")
        answers[path] = site.client().post(path, data={"reason": "x" * 1_100_000})
        answers[f"{path} in parts"] = site.client().post(
            path, data={f"field{number}": "x" for number in range(1_500)}, content_type="multipart/form-data"
        )
    assert _unfit(answers) == []
    assert {what: a.status for what, a in answers.items() if a.status_code < 300} == {}
    assert site.rows() == before


def test_a_body_of_another_kind_changes_nothing(site: Site) -> None:
    answers, before = {}, site.rows()
    for rule in site.rules("POST"):
        path = _at(rule, "01930000-0000-7000-8000-00000000dddd")
        for content_type in ("application/json", "text/plain", "multipart/form-data", "image/png"):
            answers[f"{path} {content_type}"] = site.client().post(path, data=b'{"a": \xff', content_type=content_type)
    assert _unfit(answers) == []
    assert site.rows() == before


def test_a_cookie_that_is_nonsense_signs_nobody_in(site: Site) -> None:
    answers = {}
    for rule in site.rules("GET"):
        path = _at(rule, "01930000-0000-7000-8000-00000000dddd")
        client = site.client()
        for name in ("pp_page", "pp_sign_in", "pp_identity_form", "pp_web", site.app.config["SESSION_COOKIE_NAME"]):
            client.set_cookie(name, "ab.cd.\u00e9'; --")
        answers[path] = client.get(path)
    assert _unfit(answers) == []


def test_a_page_for_signed_in_people_sends_strangers_to_sign_in(site: Site) -> None:
    wrong = {}
    for rule in site.rules("GET"):
        access = getattr(site.app.view_functions[rule.endpoint], "access", ())
        if access != ("public",):
            answer = site.client().get(_at(rule, "01930000-0000-7000-8000-00000000dddd"))
            if not (answer.status_code in (302, 303) and "/connexion" in answer.headers["Location"]):
                wrong[rule.rule] = answer.status
    assert wrong == {}
