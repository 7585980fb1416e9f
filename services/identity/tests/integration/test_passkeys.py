"""Passkeys: added by whoever gives the password, good instead of it and after it, told, listed, removed."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from chassis import clock
from chassis.database import transaction
from chassis.tables import OUTBOX
from identity.commands import remove_second_factor
from identity.domain.rights import OPERATOR, Actor
from identity.store.proof_tables import PASSKEYS, RECOVERY_CODES, USED_CHALLENGES
from identity.store.tables import RIGHTS_LOG
from identity.usecases.anonymise_account import anonymise_account
from identity.usecases.name_staff import name_staff
from identity.usecases.purge_expired import purge_expired
from services.identity.tests.integration.arranging import (
    FACTOR,
    NOW,
    SITE,
    Browser,
    NewBrowser,
    a_code,
    an_account,
    query_of,
)
from services.identity.tests.integration.doors import as_person, asking
from services.identity.tests.integration.holding import (
    KEYS,
    SIGN_IN,
    a_device,
    a_key_of,
    add_key,
    after_password,
    csrf,
    password_of,
    question_to,
    sign_in_with,
    wished,
)
from services.identity.tests.integration.mailing import told

CAMILLE = "camille.onette@example.org"


def is_in(browser: Browser) -> bool:
    return "code" in query_of(browser.authorize(prompt="none").location)


def changes() -> list[str]:
    return [one["change"] for one in told("account.security_changed")]


def count_of(table: object) -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]  # any table


def test_a_key_signs_its_person_in_without_a_password_and_its_owner_is_told_that_it_was_added(
    browser: Browser, new_browser: NewBrowser
) -> None:
    an_account()
    device = a_key_of(browser)
    elsewhere = new_browser()
    answer = sign_in_with(elsewhere, device)
    assert (answer.status_code, answer.location) == (303, f"{SITE}/connexion")
    assert is_in(elsewhere)
    assert changes() == ["passkey_added"]


def test_a_waiting_platform_gets_its_code_and_is_told_of_two_factors(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    device = a_key_of(browser)
    elsewhere = new_browser()
    waiting = query_of(elsewhere.sign_in_page(max_age="60"))["waiting"]
    back = elsewhere.get(sign_in_with(elsewhere, device, sealed=waiting).location)
    tokens = elsewhere.exchange(query_of(back.location)["code"]).json
    claims = elsewhere.claims(tokens["id_token"])
    assert (claims["amr"], claims["acr"]) == (["pop", "user", "mfa"], "urn:parcourspro:acr:two-factors")


def test_prompt_login_asks_again_and_a_key_answers_it(browser: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    clock.shift(60)
    waiting = query_of(browser.sign_in_page(prompt="login"))["waiting"]
    back = browser.get(sign_in_with(browser, device, sealed=waiting).location)
    assert "code" in query_of(back.location)


def test_a_key_is_a_second_factor_of_staff(browser: Browser, new_browser: NewBrowser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    browser.submit(SIGN_IN, email=CAMILLE)
    clock.shift(120)
    device = a_device()
    assert add_key(browser, device, code=a_code(clock.now())).location == "/sso/compte/fait"
    without_password, after_it = new_browser(), new_browser()
    assert sign_in_with(without_password, device).status_code == 303
    assert is_in(without_password)
    assert password_of(after_it, CAMILLE) == f"{SIGN_IN}/code"
    assert after_password(after_it, device).status_code == 303
    claims = after_it.claims(after_it.exchange(query_of(after_it.authorize().location)["code"]).json["id_token"])
    assert claims["amr"] == ["pwd", "pop", "user", "mfa"]


def test_whoever_becomes_staff_with_a_key_and_no_code_proves_the_key_and_sets_up_nothing_beside_it(
    browser: Browser, new_browser: NewBrowser
) -> None:
    account_id = an_account()
    device = a_key_of(browser)
    with transaction() as session:
        name_staff(session, account_id, is_staff=True, by=OPERATOR, now=NOW)
    thief = new_browser()
    assert password_of(thief) == f"{SIGN_IN}/code"
    assert thief.get(f"{SIGN_IN}/second-facteur").location == SIGN_IN
    assert password_of(browser) == f"{SIGN_IN}/code"
    assert after_password(browser, device).status_code == 303
    assert wished(browser, f"remove:{only_key()}").status_code == 409


def only_key() -> str:
    with transaction() as session:
        return str(session.scalar(select(PASSKEYS.c.id)))


def test_whoever_wants_it_is_asked_for_a_key_after_the_password_and_recovery_codes_stand_in(
    browser: Browser, new_browser: NewBrowser
) -> None:
    an_account()
    device = a_key_of(browser)
    assert password_of(new_browser()) == f"{SITE}/connexion", "a key alone changes nothing for the password"
    codes = re.findall(r'<code class="fs-5">([a-z2-7-]+)</code>', wished(browser, "demand").text)
    assert len(set(codes)) == 10
    first, second, third = new_browser(), new_browser(), new_browser()
    assert password_of(first) == f"{SIGN_IN}/code"
    assert not is_in(first)
    assert after_password(first, device).status_code == 303
    for one, status in ((second, 303), (third, 422)):
        password_of(one)
        form = {"csrf_token": csrf(one, f"{SIGN_IN}/code"), "code": codes[0]}
        assert one.post(f"{SIGN_IN}/code", form).status_code == status
    assert changes() == ["passkey_added", "passkey_demanded", "recovery_code_used"]


def test_recovery_codes_are_renewed_and_go_with_the_wish(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    a_key_of(browser)
    wished(browser, "demand")
    renewed = re.findall(r'<code class="fs-5">([a-z2-7-]+)</code>', wished(browser, "renew").text)
    assert len(renewed) == 10
    assert wished(browser, "demand-no-more").location == "/sso/compte/fait"
    assert count_of(RECOVERY_CODES) == 0
    assert password_of(new_browser()) == f"{SITE}/connexion"


def test_nobody_is_asked_for_a_key_that_is_not_there(browser: Browser) -> None:
    an_account()
    browser.submit(SIGN_IN)
    assert wished(browser, "demand").status_code == 409


def test_with_the_last_key_goes_the_wish_to_be_asked_for_one(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    device = a_key_of(browser)
    wished(browser, "demand")
    assert wished(browser, f"remove:{only_key()}").location == "/sso/compte/fait"
    assert changes()[-1] == "passkey_removed"
    assert sign_in_with(new_browser(), device).status_code == 401
    assert password_of(new_browser()) == f"{SITE}/connexion"
    assert count_of(RECOVERY_CODES) == 0


def test_recovery_codes_of_the_telephone_stay_with_the_key_that_is_still_asked_for(browser: Browser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    browser.submit(SIGN_IN, email=CAMILLE)
    clock.shift(120)
    assert add_key(browser, a_device(), code=a_code(clock.now())).location == "/sso/compte/fait"
    clock.shift(240)
    assert wished(browser, "demand", code=a_code(clock.now())).location == "/sso/compte/fait"
    assert count_of(RECOVERY_CODES) == 10, "those of the telephone stand in for the key, too"


@pytest.mark.parametrize(("password", "code"), [("wrong-password", ""), ("", ""), ("Essai-ParcoursPro-2026", "000000")])
def test_nobody_adds_a_key_without_password_and_code(browser: Browser, password: str, code: str) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    browser.submit(SIGN_IN, email=CAMILLE)
    assert wished(browser, "add", password=password, code=code).status_code == 422
    assert browser.get(f"{KEYS}/ajout").location == KEYS
    assert browser.post(f"{KEYS}/ajout/options", {"csrf_token": csrf(browser, KEYS)}).status_code == 403


def test_a_device_that_has_a_key_is_told_not_to_make_another(browser: Browser) -> None:
    an_account()
    device = a_key_of(browser)
    wished(browser, "add")
    options = question_to(browser, f"{KEYS}/ajout", f"{KEYS}/ajout")
    assert len(options["excludeCredentials"]) == 1
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert (options["attestation"], options["rp"]["id"]) == ("none", "127.0.0.1")
    answer = browser.post(
        f"{KEYS}/ajout",
        {"csrf_token": csrf(browser, KEYS), "name": "Encore", "answer": device.create(options)},
    )
    assert answer.status_code == 422


def test_one_takes_along_the_names_and_dates_of_ones_keys(browser: Browser, app: Flask) -> None:
    account_id = an_account()
    device = a_key_of(browser)
    clock.shift(3600)
    sign_in_with(browser, device)
    (key,) = asking(app)("GET", "/me/data", as_person(account_id)).json["passkeys"]
    assert (key["name"], key["is_synced"]) == ("Téléphone", False)
    assert key["created_at"] < key["last_used_at"]
    assert set(key) == {"name", "is_synced", "created_at", "last_used_at"}
    assert "Téléphone" in browser.get(KEYS).text


def test_what_is_done_with_keys_stands_in_the_log_of_the_account(browser: Browser) -> None:
    account_id = an_account()
    a_key_of(browser)
    wished(browser, f"remove:{only_key()}")
    with transaction() as session:
        logged = session.execute(select(RIGHTS_LOG.c.fact, RIGHTS_LOG.c.actor_account_id).order_by(RIGHTS_LOG.c.at))
        facts = [(row.fact, row.actor_account_id) for row in logged]
    assert facts[-2:] == [("passkey added", account_id), ("passkey removed", account_id)]


def test_a_closed_account_keeps_no_key(browser: Browser, new_browser: NewBrowser) -> None:
    account_id = an_account()
    device = a_key_of(browser)
    wished(browser, "demand")
    with transaction() as session:
        anonymise_account(session, account_id, by=Actor(account_id=account_id, role=None), now=clock.now())
    assert count_of(PASSKEYS) == count_of(RECOVERY_CODES) == 0
    assert sign_in_with(new_browser(), device).status_code == 401


def test_an_operator_who_removes_a_second_factor_removes_the_keys_of_lost_devices_too(
    browser: Browser, new_browser: NewBrowser
) -> None:
    account_id = an_account()
    device = a_key_of(browser)
    assert remove_second_factor.run([str(account_id)]) == 0
    assert not is_in(browser)
    assert sign_in_with(new_browser(), device).status_code == 401
    assert remove_second_factor.run([str(account_id)]) == 1


def test_the_code_of_the_telephone_works_beside_a_key(browser: Browser, new_browser: NewBrowser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    browser.submit(SIGN_IN, email=CAMILLE)
    clock.shift(120)
    add_key(browser, a_device(), code=a_code(clock.now()))
    elsewhere = new_browser()
    password_of(elsewhere, CAMILLE)
    clock.shift(240)
    form = {"csrf_token": csrf(elsewhere, f"{SIGN_IN}/code"), "code": pyotp.TOTP(FACTOR).at(clock.now())}
    assert elsewhere.post(f"{SIGN_IN}/code", form).status_code == 303


def test_used_questions_are_forgotten_once_nobody_could_use_them(browser: Browser) -> None:
    an_account()
    a_key_of(browser)
    assert count_of(USED_CHALLENGES) == 1
    with transaction() as session:
        purge_expired(session, now=clock.now() + timedelta(minutes=6))
    assert count_of(USED_CHALLENGES) == 0


def test_what_letters_say_of_keys_names_no_key(browser: Browser) -> None:
    an_account()
    a_key_of(browser)
    with transaction() as session:
        said = session.scalars(select(OUTBOX.c.data)).all()
    assert "Téléphone" not in str(said)
