"""The second factor: asked for after the password, required of staff, replaced by recovery codes, never guessed."""

import re
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import select

from chassis import clock
from chassis.database import transaction
from identity.commands import remove_second_factor
from identity.domain.rights import OPERATOR
from identity.store.proof_tables import RECOVERY_CODES, SECOND_FACTORS
from identity.usecases.name_staff import name_staff
from services.identity.tests.integration.arranging import (
    FACTOR,
    NOW,
    PASSWORD,
    Browser,
    NewBrowser,
    a_code,
    an_account,
    field_of,
    query_of,
)
from services.identity.tests.integration.mailing import NEW_PASSWORD, fill_in, link_of, told

MANAGE = "/sso/compte/second-facteur"
SIGN_IN = "/sso/connexion"
CAMILLE = "camille.onette@example.org"


def password_of(browser: Browser, email: str = "alain.proviste@example.org") -> str:
    """The right password; the address of the next step."""
    shown = browser.get(SIGN_IN)
    form = {"csrf_token": field_of(shown.text, "csrf_token"), "sealed": "", "email": email, "password": PASSWORD}
    return str(browser.post(SIGN_IN, form).location)


def give(browser: Browser, code: str, page: str = "/sso/connexion/code") -> tuple[int, str]:
    answer = browser.post(page, {"csrf_token": field_of(browser.get(page).text, "csrf_token"), "code": code})
    return answer.status_code, answer.location or answer.text


def set_up(browser: Browser) -> tuple[str, list[str]]:
    """By a signed-in person: the secret, and the recovery codes."""
    shown = browser.get(MANAGE)
    form = {"csrf_token": field_of(shown.text, "csrf_token"), "password": PASSWORD, "wish": "set-up"}
    page = browser.post(MANAGE, form).location
    found = re.search(r'<code class="text-break">([A-Z2-7 ]+)</code>', browser.get(page).text)
    assert found
    secret = found[1].replace(" ", "")
    answer = fill_in(browser, page, code=pyotp.TOTP(secret).at(clock.now()))
    return secret, re.findall(r'<code class="fs-5">([a-z2-7-]+)</code>', answer.text)


def later(step: int = 1) -> None:
    """The authenticator shows another code."""
    clock.shift(30 * step)


def test_whoever_wants_one_sets_it_up_and_is_asked_for_it_from_then_on(
    browser: Browser, new_browser: NewBrowser
) -> None:
    an_account()
    browser.submit(SIGN_IN)
    secret, codes = set_up(browser)
    assert len(set(codes)) == 10
    elsewhere = new_browser()
    assert password_of(elsewhere) == "/sso/connexion/code"
    assert "error" in query_of(elsewhere.authorize(prompt="none").location), "the password alone lets nobody in"
    later()
    assert give(elsewhere, pyotp.TOTP(secret).at(clock.now()))[0] == 303
    assert "code" in query_of(elsewhere.authorize(prompt="none").location)
    assert [one["change"] for one in told("account.security_changed")] == ["second_factor_set_up"]


def test_platforms_are_told_how_the_person_proved_themselves(browser: Browser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    claims = browser.claims(browser.tokens(CAMILLE)["id_token"])
    assert (claims["amr"], claims["acr"]) == (["pwd", "otp", "mfa"], "urn:parcourspro:acr:two-factors")


def test_the_secret_is_sealed_and_the_recovery_codes_are_hashes(browser: Browser) -> None:
    an_account()
    browser.submit(SIGN_IN)
    secret, codes = set_up(browser)
    with transaction() as session:
        sealed = session.scalar(select(SECOND_FACTORS.c.sealed_secret))
        hashes = list(session.scalars(select(RECOVERY_CODES.c.code_hash)))
    assert sealed is not None
    assert secret not in sealed
    assert all(code.replace("-", "").encode() not in kept for code in codes for kept in hashes)


def test_a_code_works_once_and_not_a_minute_later(browser: Browser, new_browser: NewBrowser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    password_of(browser, CAMILLE)
    code = a_code(clock.now())
    assert give(browser, code)[0] == 303
    thief = new_browser()
    password_of(thief, CAMILLE)
    assert give(thief, code)[0] == 422
    assert give(thief, a_code(clock.now() - timedelta(seconds=90)))[0] == 422
    assert give(thief, "000000")[0] == 422


def test_codes_are_not_tried_without_end(browser: Browser, new_browser: NewBrowser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    for number in range(5):
        attacker = new_browser()
        attacker.address = f"192.0.2.{number + 10}"
        password_of(attacker, CAMILLE)
        assert give(attacker, "123456")[0] == 422
    password_of(browser, CAMILLE)
    assert give(browser, a_code(clock.now()))[0] == 429
    clock.shift(61)
    assert give(browser, a_code(clock.now()))[0] == 303


def test_a_recovery_code_stands_in_once_however_it_is_typed(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    browser.submit(SIGN_IN)
    _, codes = set_up(browser)
    first, second = new_browser(), new_browser()
    password_of(first)
    assert give(first, codes[0].upper().replace("-", " "))[0] == 303
    password_of(second)
    assert give(second, codes[0])[0] == 422
    assert told("account.security_changed")[-1]["change"] == "recovery_code_used"


def test_the_step_after_the_password_waits_ten_minutes_and_ends_when_the_password_changes(
    browser: Browser, new_browser: NewBrowser
) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    password_of(browser, CAMILLE)
    clock.shift(601)
    assert give(browser, a_code(clock.now())) == (303, "/sso/connexion")
    clock.shift(0)
    thief = new_browser()
    password_of(thief, CAMILLE)
    fill_in(browser, "/sso/mot-de-passe-oublie", email=CAMILLE)
    link = link_of("account.password_reset_requested")
    fill_in(browser, link, new_password=NEW_PASSWORD, password_again=NEW_PASSWORD)
    assert give(thief, a_code(clock.now())) == (303, "/sso/connexion")


def test_a_reset_password_does_not_go_round_the_second_factor(browser: Browser, new_browser: NewBrowser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    fill_in(browser, "/sso/mot-de-passe-oublie", email=CAMILLE)
    link = link_of("account.password_reset_requested")
    fill_in(browser, link, new_password=NEW_PASSWORD, password_again=NEW_PASSWORD)
    shown = browser.get(SIGN_IN)
    form = {"csrf_token": field_of(shown.text, "csrf_token"), "sealed": "", "email": CAMILLE}
    assert browser.post(SIGN_IN, {**form, "password": NEW_PASSWORD}).location == "/sso/connexion/code"


def test_what_the_browser_keeps_between_the_steps_cannot_be_made_up_or_swapped(browser: Browser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    waiting = query_of(browser.sign_in_page())["waiting"]
    with browser.http.session_transaction(base_url="http://127.0.0.1:8080/sso/") as kept:
        kept["half_signed_in"] = waiting
    answer = browser.get("/sso/connexion/second-facteur")
    assert (answer.status_code, answer.location) == (303, "/sso/connexion")
    assert browser.get("/sso/connexion?waiting=made-up").status_code == 400


def named_staff(account_id: UUID) -> None:
    with transaction() as session:
        name_staff(session, account_id, is_staff=True, by=OPERATOR, now=NOW)


def test_staff_without_one_set_it_up_before_they_are_let_in(browser: Browser) -> None:
    named_staff(an_account())
    page = password_of(browser)
    assert page == "/sso/connexion/second-facteur"
    assert "error" in query_of(browser.authorize(prompt="none").location)
    assert give(browser, "123456", page)[0] == 422
    secret = re.search(r'<code class="text-break">([A-Z2-7 ]+)</code>', browser.get(page).text)
    assert secret
    status, text = give(browser, pyotp.TOTP(secret[1].replace(" ", "")).at(clock.now()), page)
    assert (status, "Vos codes de secours" in text) == (200, True)
    assert "code" in query_of(browser.authorize(prompt="none").location)


def test_whoever_becomes_staff_is_signed_out_until_they_prove_a_second_factor(browser: Browser) -> None:
    account_id = an_account()
    tokens = browser.tokens()
    named_staff(account_id)
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


def managed(browser: Browser, wish: str, code: str, password: str = PASSWORD) -> tuple[int, str]:
    shown = browser.get(MANAGE)
    form = {"csrf_token": field_of(shown.text, "csrf_token"), "password": password, "code": code, "wish": wish}
    answer = browser.post(MANAGE, form)
    return answer.status_code, answer.location or answer.text


def test_removing_it_takes_password_and_code(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    browser.submit(SIGN_IN)
    secret, _ = set_up(browser)
    later()
    code = pyotp.TOTP(secret).at(clock.now())
    assert managed(browser, "remove", code, password="wrong-password")[0] == 422
    assert managed(browser, "remove", "000000")[0] == 422
    assert managed(browser, "remove", code) == (303, "/sso/compte/fait")
    assert password_of(new_browser()) == "http://127.0.0.1:8080/connexion"
    assert told("account.security_changed")[-1]["change"] == "second_factor_removed"


def test_staff_replace_theirs_and_do_not_remove_it(browser: Browser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    browser.submit(SIGN_IN, email=CAMILLE)
    later(2)
    assert managed(browser, "remove", a_code(clock.now()))[0] == 409
    later(3)
    assert managed(browser, "replace", a_code(clock.now())) == (303, f"{MANAGE}/installation")
    assert FACTOR not in browser.get(f"{MANAGE}/installation").text.replace(" ", "")


def test_renewed_recovery_codes_are_worth_something_and_the_old_ones_nothing(
    browser: Browser, new_browser: NewBrowser
) -> None:
    an_account()
    browser.submit(SIGN_IN)
    secret, old = set_up(browser)
    later()
    _, text = managed(browser, "renew", pyotp.TOTP(secret).at(clock.now()))
    new = re.findall(r'<code class="fs-5">([a-z2-7-]+)</code>', text)
    elsewhere = new_browser()
    password_of(elsewhere)
    assert give(elsewhere, old[0])[0] == 422
    assert give(elsewhere, new[0])[0] == 303


@pytest.mark.parametrize("page", [f"{MANAGE}/installation", "/sso/connexion/second-facteur"])
def test_nobody_sets_one_up_without_the_password(browser: Browser, page: str) -> None:
    an_account()
    browser.submit(SIGN_IN)
    assert browser.get(page).status_code == 303


def test_an_operator_removes_it_for_somebody_who_lost_everything(browser: Browser) -> None:
    account_id = an_account("Camille", family_name="Onette", is_staff=True)
    tokens = browser.tokens(CAMILLE)
    assert remove_second_factor.run([str(account_id)]) == 0
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert password_of(browser, CAMILLE) == "/sso/connexion/second-facteur"
    assert remove_second_factor.run([str(account_id)]) == 1
    assert remove_second_factor.run(["01930000-0000-7000-8000-00000000ffff"]) == 1


def cookie_of(browser: Browser, name: str) -> str | None:
    kept = browser.http.get_cookie(name, domain="127.0.0.1", path="/sso")
    return kept.value if kept else None


def plant(browser: Browser, name: str, value: str | None) -> None:
    browser.http.set_cookie(name, value, domain="127.0.0.1", path="/sso")


@pytest.mark.parametrize("moment", ["before the password", "between password and code"])
def test_a_sign_in_that_somebody_planted_is_worth_nothing_once_the_code_is_given(
    browser: Browser, new_browser: NewBrowser, moment: str
) -> None:
    """Session fixation, across both steps: the browser goes on with a token that nobody knew before."""
    an_account()
    an_account("Camille", family_name="Onette", is_staff=True)
    thief = new_browser()
    thief.submit(SIGN_IN)
    planted = cookie_of(thief, "pp_sign_in")
    if moment == "before the password":
        plant(browser, "pp_sign_in", planted)
    password_of(browser, CAMILLE)
    if moment == "between password and code":
        plant(browser, "pp_sign_in", planted)
    assert give(browser, a_code(clock.now()))[0] == 303
    assert cookie_of(browser, "pp_sign_in") not in (None, planted)
    assert "code" in query_of(browser.authorize(prompt="none").location)
    assert "error" in query_of(thief.authorize(prompt="none").location), "the planted sign-in has ended"


def test_a_step_that_somebody_planted_is_replaced_by_ones_own_password(
    browser: Browser, new_browser: NewBrowser
) -> None:
    """Whoever plants a form cookie that waits for a code of theirs would be signed in by nobody else's code."""
    an_account("Camille", family_name="Onette", is_staff=True)
    guy = an_account("Guy", family_name="Rembourg", is_staff=True)
    thief = new_browser()
    password_of(thief, "guy.rembourg@example.org")
    plant(browser, "pp_identity_form", cookie_of(thief, "pp_identity_form"))
    password_of(browser, CAMILLE)
    assert give(browser, a_code(clock.now()))[0] == 303
    claims = browser.claims(browser.exchange(query_of(browser.authorize().location)["code"]).json["id_token"])
    assert claims["sub"] != str(guy)


def test_the_form_cookie_of_the_step_between_signs_nobody_in_without_another_code(
    browser: Browser, new_browser: NewBrowser
) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    password_of(browser, CAMILLE)
    between = cookie_of(browser, "pp_identity_form")
    code = a_code(clock.now())
    assert give(browser, code)[0] == 303
    assert cookie_of(browser, "pp_identity_form") != between
    thief = new_browser()
    plant(thief, "pp_identity_form", between)
    assert give(thief, code)[0] == 422
    assert "error" in query_of(thief.authorize(prompt="none").location)
