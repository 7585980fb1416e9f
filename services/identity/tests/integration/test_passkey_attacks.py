"""What strangers try with passkeys: old answers, other sites, other people's keys, devices that verify nobody."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from chassis import clock
from chassis.database import transaction
from identity.store.tables import RIGHTS_LOG
from services.identity.tests.integration.arranging import SITE, Browser, NewBrowser, an_account, query_of
from services.identity.tests.integration.holding import (
    AFTER_PASSWORD,
    KEYS,
    SIGN_IN,
    WITH_KEY,
    a_device,
    a_key_of,
    csrf,
    password_of,
    present,
    question_to,
    sign_in_with,
    wished,
)
from services.identity.tests.integration.mailing import fill_in, told
from tests.support.authenticators import PRESENT, VERIFIED

ANNIE = "annie.versaire@example.org"


def is_out(browser: Browser) -> bool:
    return "error" in query_of(browser.authorize(prompt="none").location)


@pytest.fixture
def thief(new_browser: NewBrowser) -> Browser:
    return new_browser()


def test_an_answer_is_good_once_even_in_the_browser_that_was_asked(browser: Browser, thief: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    question = question_to(thief, WITH_KEY)
    with thief.http.session_transaction(base_url=f"{SITE}/sso/") as kept:
        sealed = kept["passkey_question"]
    answer = device.get(question)
    assert present(thief, answer).status_code == 303
    thief.http.delete_cookie("pp_sign_in", domain="127.0.0.1", path="/sso")
    csrf(thief)
    with thief.http.session_transaction(base_url=f"{SITE}/sso/") as kept:
        kept["passkey_question"] = sealed
    device.count = 0
    assert present(thief, answer).status_code == 401
    assert is_out(thief)


def test_a_question_is_used_up_by_a_wrong_answer(browser: Browser, thief: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    question = question_to(thief, WITH_KEY)
    with thief.http.session_transaction(base_url=f"{SITE}/sso/") as kept:
        sealed = kept["passkey_question"]
    assert present(thief, "{}").status_code == 401
    with thief.http.session_transaction(base_url=f"{SITE}/sso/") as kept:
        kept["passkey_question"] = sealed
    assert present(thief, device.get(question)).status_code == 401


def test_an_answer_to_the_question_of_another_browser_is_none(browser: Browser, thief: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    answer = device.get(question_to(browser, WITH_KEY))
    question_to(thief, WITH_KEY)
    assert present(thief, answer).status_code == 401
    assert is_out(thief)


def test_an_answer_that_comes_late_or_unasked_is_none(browser: Browser, thief: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    question = question_to(thief, WITH_KEY)
    clock.shift(301)
    assert present(thief, device.get(question)).status_code == 401
    assert present(thief, device.get(question)).status_code == 401, "there is no question any more"


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "https://parcourspro.example.net"},
        {"origin": "http://127.0.0.1:8081"},
        {"party_id": "example.net"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
    ],
    ids=["other-origin", "other-port", "other-host", "nobody-verified", "nobody-there"],
)
def test_a_key_proves_nothing_elsewhere_or_without_its_person(
    browser: Browser, thief: Browser, changes: dict[str, Any]
) -> None:
    an_account()
    device = a_key_of(browser)
    for name, value in changes.items():
        setattr(device, name, value)
    assert sign_in_with(thief, device).status_code == 401
    assert is_out(thief)


@pytest.mark.parametrize(
    "changes",
    [{"origin": "https://parcourspro.example.net"}, {"party_id": "example.net"}, {"flags": PRESENT}],
    ids=["other-origin", "other-host", "nobody-verified"],
)
def test_a_key_that_was_made_elsewhere_or_without_its_person_is_not_added(
    browser: Browser, changes: dict[str, Any]
) -> None:
    an_account()
    browser.submit(SIGN_IN)
    wished(browser, "add")
    options = question_to(browser, f"{KEYS}/ajout", f"{KEYS}/ajout")
    page = fill_in(browser, f"{KEYS}/ajout", name="Fausse", answer=a_device(**changes).create(options))
    assert page.status_code == 422
    assert "Fausse" not in browser.get(KEYS).text


def test_a_key_of_one_account_does_not_complete_the_password_of_another(browser: Browser, thief: Browser) -> None:
    an_account()
    an_account("Annie", family_name="Versaire")
    of_alain = a_key_of(browser)
    wished(browser, "demand")
    of_annie = a_key_of(thief, ANNIE)
    thief.http.delete_cookie("pp_sign_in", domain="127.0.0.1", path="/sso")
    assert password_of(thief) == f"{SIGN_IN}/code"
    question = question_to(thief, AFTER_PASSWORD, f"{SIGN_IN}/code")
    assert len(question["allowCredentials"]) == 1
    form = {"csrf_token": csrf(thief, f"{SIGN_IN}/code"), "answer": of_annie.get(question)}
    assert thief.post(AFTER_PASSWORD, form).status_code == 401
    assert is_out(thief)
    assert sign_in_with(browser, of_alain).status_code == 303


def test_a_key_that_names_another_person_is_refused(browser: Browser, thief: Browser) -> None:
    an_account()
    other = an_account("Annie", family_name="Versaire")
    device = a_key_of(browser)
    for handle in (other.bytes, b""):
        device.user_handle = handle
        assert sign_in_with(thief, device).status_code == 401


def test_the_answer_to_one_question_is_none_to_another(browser: Browser, thief: Browser) -> None:
    """Signing in without a password takes an answer that was asked for just that."""
    an_account()
    device = a_key_of(browser)
    wished(browser, "demand")
    password_of(thief)
    after_it = question_to(thief, AFTER_PASSWORD, f"{SIGN_IN}/code")
    assert present(thief, device.get(after_it)).status_code == 401
    instead = question_to(thief, WITH_KEY)
    form = {"csrf_token": csrf(thief, f"{SIGN_IN}/code"), "answer": device.get(instead)}
    assert thief.post(AFTER_PASSWORD, form).status_code == 401


def test_a_count_that_goes_back_is_refused_logged_and_told(browser: Browser, thief: Browser) -> None:
    account_id = an_account()
    device = a_key_of(browser)
    device.count = 7
    assert sign_in_with(browser, device).status_code == 303
    device.count = 3
    assert sign_in_with(thief, device).status_code == 401
    assert is_out(thief)
    assert told("account.security_changed")[-1]["change"] == "passkey_copied"
    with transaction() as session:
        facts = session.scalars(select(RIGHTS_LOG.c.fact).where(RIGHTS_LOG.c.account_id == account_id)).all()
    assert "passkey refused" in facts


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"id": 1, "response": {}}',
        '{"id": "AA", "response": null}',
        "\x00",
        "é" * 100,
        "x" * 30_000,
    ],
)
def test_an_answer_that_is_none_is_refused_like_any_other(thief: Browser, answer: str) -> None:
    question_to(thief, WITH_KEY)
    assert present(thief, answer).status_code == 401


def test_a_forged_signature_of_a_known_key_is_refused(browser: Browser, thief: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    forged = a_device(credential_id=device.credential_id, user_handle=device.user_handle, count=40)
    assert sign_in_with(thief, forged).status_code == 401
    assert sign_in_with(browser, device).status_code == 303, "it did not spoil the count of the true one"


def test_nobody_removes_the_key_of_another(browser: Browser, thief: Browser) -> None:
    an_account()
    an_account("Annie", family_name="Versaire")
    of_alain = a_key_of(browser)
    shown = browser.get(KEYS).text
    key = shown.split('value="remove:')[1].split('"')[0]
    thief.submit(SIGN_IN, email=ANNIE)
    assert wished(thief, f"remove:{key}").status_code == 404
    assert wished(thief, "remove:nonsense").status_code == 404
    assert sign_in_with(browser, of_alain).status_code == 303


def test_keys_are_not_tried_without_end_from_one_address(browser: Browser, thief: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    for _ in range(50):
        assert present(thief, "{}").status_code == 401
    closed = sign_in_with(thief, device)
    assert (closed.status_code, "Retry-After" in closed.headers) == (429, True)
    elsewhere = browser
    elsewhere.address = "192.0.2.77"
    assert sign_in_with(elsewhere, device).status_code == 303


def test_the_browser_gets_a_new_token_and_a_new_form_cookie(browser: Browser, thief: Browser) -> None:
    """Session fixation: what somebody planted before is worth nothing after."""
    an_account()
    device = a_key_of(browser)
    planted = browser.http.get_cookie("pp_sign_in", domain="127.0.0.1", path="/sso").value
    assert sign_in_with(browser, device).status_code == 303
    assert browser.http.get_cookie("pp_sign_in", domain="127.0.0.1", path="/sso").value != planted
    thief.http.set_cookie("pp_sign_in", planted, domain="127.0.0.1", path="/sso")
    assert is_out(thief)


def test_questions_tell_nothing_of_anybody(thief: Browser) -> None:
    an_account()
    question = question_to(thief, WITH_KEY)
    assert question.get("allowCredentials", []) == []
    assert question["userVerification"] == "required"
    assert "alain" not in json.dumps(question)


@pytest.mark.parametrize("door", [WITH_KEY, f"{WITH_KEY}/options", AFTER_PASSWORD, f"{AFTER_PASSWORD}/options"])
def test_no_door_opens_to_a_form_of_another_site(thief: Browser, door: str) -> None:
    assert thief.post(door, {"answer": "{}"}).status_code == 400


def test_the_options_after_the_password_are_for_whoever_gave_it(browser: Browser, thief: Browser) -> None:
    an_account()
    a_key_of(browser)
    answer = thief.post(f"{AFTER_PASSWORD}/options", {"csrf_token": csrf(thief)})
    assert (answer.status_code, answer.text) == (403, "")
