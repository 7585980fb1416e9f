"""The sign-in page: who gets in, what a stranger can learn, what a browser keeps."""

import re
import time

import pytest
from sqlalchemy import func, select

from chassis import clock
from chassis.database import transaction
from chassis.tables import OUTBOX
from identity.domain.errors import HashingBusy
from identity.domain.protocol import SignedIn, SignInRefused
from identity.domain.rights import OPERATOR
from identity.store.tables import ACCOUNTS, SIGN_INS, THROTTLES
from identity.usecases.anonymise_account import anonymise_account
from identity.usecases.confirm_password import confirm_password
from identity.usecases.sign_in import SignInAttempt, sign_in
from services.identity.tests.integration.arranging import (
    NOW,
    PASSWORD,
    RAFAEL_BACK,
    Browser,
    NewBrowser,
    an_account,
    field_of,
    no_room_for_hashes,
    query_of,
)

PAGE = "/sso/connexion"


def counted_attempts() -> int:
    with transaction() as session:
        return session.scalar(select(func.count()).select_from(THROTTLES)) or 0


def test_the_page_says_what_the_procedure_says(browser: Browser) -> None:
    text = re.sub(r"\s+", " ", browser.get(PAGE).text).replace("&nbsp;", " ")
    for words in (
        "Identification requise",
        "Adresse e-mail",
        "Mot de passe",
        "Mot de passe oublié ?",
        "Créer un compte",
        "Valider",
        "tus@cap-metiers.pro",
        "noreply@cap-metiers.pro",
    ):
        assert words in text, words


def test_no_link_of_the_page_leads_to_a_dead_end(browser: Browser) -> None:
    for address in re.findall(r'href="(/sso/[^"]*)"', browser.get(PAGE).text):
        answer = browser.get(address)
        assert answer.status_code == 200, address
    assert "tus@cap-metiers.pro" in browser.get("/sso/mot-de-passe-oublie").text
    assert "tus@cap-metiers.pro" in browser.get("/sso/creer-un-compte").text


def test_an_address_that_does_not_exist_answers_with_a_page(browser: Browser) -> None:
    answer = browser.get("/sso/nothing/here")
    assert answer.status_code == 404
    assert answer.content_type.startswith("text/html")


def test_a_page_allows_no_inline_code_and_its_form_leads_to_the_client_only(browser: Browser) -> None:
    answer = browser.get(browser.sign_in_page(client_id="rafael", redirect_uri=RAFAEL_BACK))
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "form-action 'self' https://rafael.example.org" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script(?! src=)|\sstyle=|\son\w+=", answer.text)


def test_without_a_waiting_request_the_person_goes_to_the_site(browser: Browser) -> None:
    an_account()
    assert browser.submit(PAGE).location == "http://127.0.0.1:8080/connexion"


def test_the_first_sign_in_is_told_and_the_next_is_not(browser: Browser) -> None:
    account_id = an_account()
    for _ in range(2):
        browser.submit(PAGE)
    with transaction() as session:
        told = select(OUTBOX.c.data).where(OUTBOX.c.type == "account.rights_changed.v1")
        (rights,) = session.scalars(told)
        first = session.scalar(select(ACCOUNTS.c.first_signed_in_at).where(ACCOUNTS.c.id == account_id))
    assert first is not None
    assert rights["first_signed_in_at"] == first.isoformat()


@pytest.mark.parametrize("email", ["Alain.Proviste@Example.org", "  alain.proviste@example.org "])
def test_the_address_may_be_typed_in_any_case(browser: Browser, email: str) -> None:
    an_account()
    assert browser.submit(PAGE, email=email).status_code == 303


def test_a_refusal_reads_the_same_whether_the_account_exists_or_not(browser: Browser) -> None:
    an_account()

    def shape(email: str) -> tuple[int, str]:
        answer = browser.submit(PAGE, email=email, password="Autre-chose-2026")
        page = answer.text.replace(email, "").replace(field_of(answer.text, "csrf_token"), "")
        return answer.status_code, page

    assert shape("alain.proviste@example.org") == shape("personne.inconnue@example.org")
    assert shape("alain.proviste@example.org")[0] == 401


def test_a_refusal_takes_as_long_whether_the_account_exists_or_not(app: object) -> None:
    an_account()

    def seconds(email: str) -> float:
        attempt = SignInAttempt(unverified_email=email, unverified_password="wrong-password", address="192.0.2.9")
        began = time.perf_counter()
        sign_in(attempt, now=NOW)
        return time.perf_counter() - began

    known = [seconds("alain.proviste@example.org") for _ in range(4)]
    unknown = [seconds(f"nobody{number}@example.org") for number in range(4)]
    # The quickest of each: what else the machine does only adds.
    assert 0.5 < min(known) / min(unknown) < 2


def test_after_five_failures_the_account_waits_even_with_the_right_password(browser: Browser) -> None:
    an_account()
    for _ in range(5):
        assert browser.submit(PAGE, password="wrong-password").status_code == 401
    closed = browser.submit(PAGE)
    assert closed.status_code == 429
    assert "réessayez dans 1 minute" in closed.text
    assert 0 < int(closed.headers["Retry-After"]) <= 60
    clock.shift(61)
    assert browser.submit(PAGE).status_code == 303


def test_an_account_that_does_not_exist_waits_all_the_same(browser: Browser) -> None:
    for _ in range(5):
        browser.submit(PAGE, email="nobody@example.org", password="wrong-password")
    assert browser.submit(PAGE, email="nobody@example.org").status_code == 429


def test_a_success_forgives_the_failures_of_the_account(browser: Browser) -> None:
    an_account()
    for _ in range(3):
        for _ in range(4):
            browser.submit(PAGE, password="wrong-password")
        assert browser.submit(PAGE).status_code == 303


def test_an_address_that_tries_many_accounts_waits_and_others_do_not(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    for number in range(50):
        attempt = SignInAttempt(
            unverified_email=f"nobody{number}@example.org", unverified_password="x", address="192.0.2.66"
        )
        sign_in(attempt, now=clock.now())
    attacker, neighbour = new_browser(), new_browser()
    attacker.address, neighbour.address = "192.0.2.66", "192.0.2.67"
    assert attacker.submit(PAGE).status_code == 429
    assert neighbour.submit(PAGE).status_code == 303


def test_an_address_that_a_client_makes_up_does_not_count(browser: Browser) -> None:
    browser.get(PAGE)
    answer = browser.submit(PAGE, password="wrong-password")
    assert answer.status_code == 401
    with transaction() as session:
        digests = list(session.scalars(select(THROTTLES.c.digest).where(THROTTLES.c.kind == "address")))
    assert len(digests) == 1


def test_when_too_many_hashes_are_computed_the_person_is_told_and_nothing_counts(browser: Browser) -> None:
    an_account()
    with no_room_for_hashes():
        answer = browser.submit(PAGE)
    assert answer.status_code == 503
    assert counted_attempts() == 0
    assert browser.submit(PAGE).status_code == 303


def test_whoever_proves_the_password_again_loses_no_attempt_when_there_is_no_room(browser: Browser) -> None:
    account_id = an_account()
    with no_room_for_hashes(), pytest.raises(HashingBusy):
        confirm_password(account_id, PASSWORD, address="192.0.2.9", now=NOW)
    assert counted_attempts() == 0
    assert confirm_password(account_id, PASSWORD, address="192.0.2.9", now=NOW) is None


def test_signing_in_gives_the_browser_a_new_cookie_whatever_it_had(browser: Browser) -> None:
    an_account()
    browser.http.set_cookie("pp_sign_in", "chosen-by-an-attacker", path="/sso", domain="127.0.0.1")
    answer = browser.submit(PAGE)
    (cookie,) = [text for text in answer.headers.getlist("Set-Cookie") if text.startswith("pp_sign_in=")]
    assert "chosen-by-an-attacker" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/sso" in cookie


def test_a_cookie_of_before_the_sign_in_is_worth_nothing_after_it(browser: Browser, new_browser: NewBrowser) -> None:
    an_account()
    browser.submit(PAGE)
    before = browser.http.get_cookie("pp_sign_in", path="/sso", domain="127.0.0.1").value
    browser.submit(PAGE)
    thief = new_browser()
    thief.http.set_cookie("pp_sign_in", before, path="/sso", domain="127.0.0.1")
    assert query_of(thief.authorize(prompt="none").location)["error"] == "login_required"


def test_a_form_without_our_token_changes_nothing(browser: Browser) -> None:
    an_account()
    form = {"email": "alain.proviste@example.org", "password": PASSWORD}
    for tokens in (
        {},
        {"csrf_token": "x"},
        {"csrf_token": field_of(Browser(browser.app).get(PAGE).text, "csrf_token")},
    ):
        answer = browser.post(PAGE, {**form, **tokens})
        assert answer.status_code == 400
        assert "text/html" in answer.content_type
    with transaction() as session:
        assert session.scalar(select(func.count()).select_from(SIGN_INS)) == 0
        assert session.scalar(select(func.count()).select_from(THROTTLES)) == 0


def test_a_form_that_is_not_filled_in_says_what_is_missing(browser: Browser) -> None:
    answer = browser.submit(PAGE, email="", password="")
    assert answer.status_code == 422
    assert "Indiquez votre adresse e-mail." in answer.text
    assert "Indiquez votre mot de passe." in answer.text


@pytest.mark.parametrize("password", ["x" * 2000, "\x00", "p\ud83d", "é" * 40])
def test_odd_passwords_are_refused_and_break_nothing(browser: Browser, password: str) -> None:
    an_account()
    text = password.encode("utf-8", "replace").decode()
    assert browser.submit(PAGE, password=text).status_code in (401, 422)


@pytest.mark.parametrize("email", ["\x00@example.org", "a" * 300, "<script>alert(1)</script>", "' OR 1=1 --"])
def test_odd_addresses_are_refused_and_break_nothing(browser: Browser, email: str) -> None:
    answer = browser.submit(PAGE, email=email)
    assert answer.status_code in (401, 422)
    assert "<script>alert" not in answer.text


def test_the_same_person_signing_in_again_stays_signed_in_at_clients(browser: Browser) -> None:
    an_account()
    tokens = browser.tokens()
    browser.submit(PAGE)
    assert browser.refresh(tokens["refresh_token"]).status_code == 200


def test_another_person_on_the_same_browser_ends_the_sign_in_of_the_first(browser: Browser) -> None:
    an_account()
    an_account("Annie", family_name="Versaire")
    tokens = browser.tokens()
    browser.submit(PAGE, email="annie.versaire@example.org")
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_a_closed_account_does_not_sign_in(browser: Browser) -> None:
    account_id = an_account()
    with transaction() as session:
        anonymise_account(session, account_id, by=OPERATOR, now=NOW)
    assert browser.submit(PAGE).status_code == 401


def test_a_sign_in_is_over_after_four_hours_of_silence(browser: Browser) -> None:
    an_account()
    tokens = browser.tokens()
    clock.shift(3 * 3600)
    browser.refresh(tokens["refresh_token"])
    clock.shift(6 * 3600)
    assert "code" in query_of(browser.authorize(prompt="none").location)
    clock.shift(11 * 3600)
    assert query_of(browser.authorize(prompt="none").location)["error"] == "login_required"


def test_the_outcome_of_a_sign_in_is_returned_so_that_its_trace_stays(app: object) -> None:
    an_account()
    wrong = SignInAttempt(unverified_email="alain.proviste@example.org", unverified_password="no", address="192.0.2.1")
    assert isinstance(sign_in(wrong, now=NOW), SignInRefused)
    right = SignInAttempt(
        unverified_email="alain.proviste@example.org", unverified_password=PASSWORD, address="192.0.2.1"
    )
    assert isinstance(sign_in(right, now=NOW), SignedIn)
