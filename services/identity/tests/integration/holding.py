"""Passkeys of people of the tests: added, and used, through the pages as their script does it."""

import json
from typing import Any

from werkzeug.test import TestResponse

from services.identity.tests.integration.arranging import PASSWORD, SITE, Browser, field_of
from services.identity.tests.integration.mailing import fill_in
from tests.support.authenticators import Authenticator

KEYS = "/sso/compte/cles-d-acces"
SIGN_IN = "/sso/connexion"
WITH_KEY = "/sso/connexion/cle-d-acces"
AFTER_PASSWORD = "/sso/connexion/code/cle-d-acces"


def a_device(**changes: Any) -> Authenticator:
    """Whose browser is on our site."""
    return Authenticator(**{"origin": SITE, "party_id": "127.0.0.1", **changes})


def csrf(browser: Browser, page: str = SIGN_IN) -> str:
    return field_of(browser.get(page).text, "csrf_token")


def wished(browser: Browser, wish: str, **fields: str) -> TestResponse:
    """A button of « Clés d'accès », with the password."""
    form = {"csrf_token": csrf(browser, KEYS), "password": PASSWORD, "wish": wish, **fields}
    return browser.post(KEYS, form)


def question_to(browser: Browser, door: str, page: str = SIGN_IN) -> dict[str, Any]:
    """What the script is told to ask of the device."""
    answer = browser.post(f"{door}/options", {"csrf_token": csrf(browser, page)})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(json.loads(answer.text))


def add_key(browser: Browser, device: Authenticator, name: str = "Téléphone", code: str = "") -> TestResponse:
    """By a signed-in person."""
    assert wished(browser, "add", code=code).location == f"{KEYS}/ajout"
    options = question_to(browser, f"{KEYS}/ajout", f"{KEYS}/ajout")
    return fill_in(browser, f"{KEYS}/ajout", name=name, answer=device.create(options))


def a_key_of(browser: Browser, email: str = "alain.proviste@example.org", code: str = "") -> Authenticator:
    """Sign in with the password and add a key."""
    browser.submit(SIGN_IN, email=email)
    device = a_device()
    assert add_key(browser, device, code=code).location == "/sso/compte/fait"
    return device


def present(browser: Browser, answer: str, sealed: str = "") -> TestResponse:
    """Send what the device answered, instead of a password."""
    return browser.post(WITH_KEY, {"csrf_token": csrf(browser), "answer": answer, "sealed": sealed})


def sign_in_with(browser: Browser, device: Authenticator, sealed: str = "") -> TestResponse:
    return present(browser, device.get(question_to(browser, WITH_KEY)), sealed)


def password_of(browser: Browser, email: str = "alain.proviste@example.org") -> str:
    """The right password; the address of the next step."""
    form = {"csrf_token": csrf(browser), "sealed": "", "email": email, "password": PASSWORD}
    return str(browser.post(SIGN_IN, form).location)


def after_password(browser: Browser, device: Authenticator) -> TestResponse:
    """The key instead of a code."""
    page = f"{SIGN_IN}/code"
    answer = device.get(question_to(browser, AFTER_PASSWORD, page))
    return browser.post(AFTER_PASSWORD, {"csrf_token": csrf(browser, page), "answer": answer})
