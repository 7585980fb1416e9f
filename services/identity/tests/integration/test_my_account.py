"""One's own account: corrected, its address changed, its sign-ins ended, taken along, closed, forgotten when unused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from chassis import clock
from chassis.database import transaction
from chassis.tables import OUTBOX
from identity.jobs import inactivity
from identity.store.proof_tables import LINKS, SECOND_FACTORS
from identity.store.tables import ACCOUNTS, SIGN_INS
from identity.usecases.my_sign_ins import list_sign_ins
from identity.usecases.set_up_second_factor import begin_second_factor
from services.identity.tests.integration.arranging import (
    NOW,
    PASSWORD,
    Browser,
    NewBrowser,
    an_account,
    an_organisation,
    confirmed,
    query_of,
)
from services.identity.tests.integration.mailing import fill_in, link_of, told, work
from tests.support import tokens

API = "/api/identity/v1"
PROFILE = {
    "civility": "mr",
    "given_name": "Alain",
    "family_name": "Proviste",
    "job_title": "Formateur",
    "phone": "05 46 00 00 01",
    "mobile_phone": None,
}
ALAIN, NEW = "alain.proviste@example.org", "alain.nouveau@example.org"


def ask(browser: Browser, method: str, path: str, account_id: UUID, **options: Any) -> Any:
    headers = tokens.bearer(str(account_id), role="beneficiary")
    return browser.app.test_client().open(f"{API}{path}", method=method, headers=headers, **options)


def said(event_type: str) -> list[dict[str, Any]]:
    with transaction() as session:
        rows = session.scalars(select(OUTBOX.c.data).where(OUTBOX.c.type == event_type).order_by(OUTBOX.c.position))
        return [dict(row) for row in rows]


def test_a_profile_is_corrected_and_told_once(browser: Browser) -> None:
    account_id = an_account()
    for _ in range(2):
        answer = ask(browser, "PUT", "/me", account_id, json=PROFILE)
        assert (answer.status_code, answer.json["phone"]) == (200, "+33546000001")
    told_profiles = said("account.profile_changed.v1")
    assert [one["job_title"] for one in told_profiles] == ["Conseiller", "Formateur"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"phone": "12"}, "invalid-phone"), ({"given_name": " "}, "invalid-input"), ({"email": NEW}, "invalid-input")],
)
def test_a_profile_that_cannot_be_is_refused(browser: Browser, changes: dict[str, Any], code: str) -> None:
    account_id = an_account()
    answer = ask(browser, "PUT", "/me", account_id, json={**PROFILE, **changes})
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert len(said("account.profile_changed.v1")) == 1


def test_a_new_address_is_proved_before_it_counts_and_the_old_one_is_told(browser: Browser) -> None:
    an_account()
    browser.submit("/sso/connexion")
    fill_in(browser, "/sso/compte/adresse", email=NEW, password=PASSWORD)
    assert browser.submit("/sso/connexion", email=NEW).status_code == 401
    link = link_of("account.email_proof_requested")
    assert "Votre adresse est changée" in fill_in(browser, link).text
    assert browser.submit("/sso/connexion", email=NEW).status_code == 303
    assert browser.submit("/sso/connexion", email=ALAIN).status_code == 401
    assert browser.get(link).status_code == 410
    (change,) = told("account.security_changed")
    assert (change["change"], change["email"]) == ("email_changed", ALAIN)


def test_an_address_of_somebody_else_changes_nothing_and_tells_nothing(browser: Browser) -> None:
    an_account()
    an_account("Annie", family_name="Versaire")
    browser.submit("/sso/connexion")
    answer = fill_in(browser, "/sso/compte/adresse", email="annie.versaire@example.org", password=PASSWORD)
    assert answer.location == "/sso/compte/adresse/envoye"
    work()
    assert told("account.email_proof_requested") == []
    assert [one["email"] for one in told("account.creation_attempted")] == ["annie.versaire@example.org"]


def test_one_sees_ones_own_sign_ins_with_what_they_opened(browser: Browser, new_browser: NewBrowser) -> None:
    account_id = an_account()
    other = an_account("Annie", family_name="Versaire")
    browser.tokens()
    new_browser().submit("/sso/connexion")
    found = ask(browser, "GET", "/me/sign-ins", account_id).json["items"]
    assert [one["platforms"] for one in found] == [[], ["web"]]
    assert found[0]["methods"] == ["pwd"]
    assert ask(browser, "GET", "/me/sign-ins", other).json["items"] == []


def test_a_sign_in_that_is_ended_gives_no_more_tokens_and_others_stay(
    browser: Browser, new_browser: NewBrowser
) -> None:
    account_id = an_account()
    first, second = browser.tokens(), new_browser().tokens()
    sid = browser.claims(first["id_token"])["sid"]
    assert ask(browser, "DELETE", f"/me/sign-ins/{sid}", account_id).status_code == 204
    assert ask(browser, "DELETE", f"/me/sign-ins/{sid}", account_id).status_code == 204
    assert browser.refresh(first["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.refresh(second["refresh_token"]).status_code == 200
    assert query_of(browser.authorize(prompt="none").location)["error"] == "login_required"


def test_all_but_one_are_ended(browser: Browser, new_browser: NewBrowser) -> None:
    account_id = an_account()
    here, there = browser.tokens(), new_browser().tokens()
    keep = {"keep": browser.claims(here["id_token"])["sid"]}
    assert ask(browser, "POST", "/me/sign-ins/end-others", account_id, json=keep).status_code == 204
    assert browser.refresh(here["refresh_token"]).status_code == 200
    assert browser.refresh(there["refresh_token"]).json["error"] == "invalid_grant"


def test_nobody_ends_the_sign_in_of_another(browser: Browser) -> None:
    an_account()
    other = an_account("Annie", family_name="Versaire")
    alains = browser.tokens()
    sid = browser.claims(alains["id_token"])["sid"]
    assert ask(browser, "DELETE", f"/me/sign-ins/{sid}", other).status_code == 404
    assert ask(browser, "POST", "/me/sign-ins/end-others", other, json={"keep": sid}).status_code == 404
    assert browser.refresh(alains["refresh_token"]).status_code == 200


def living(account_id: UUID) -> int:
    with transaction() as session:
        return len(list_sign_ins(session, account_id, now=clock.now()))


def test_a_sign_in_is_over_after_fourteen_hours_however_busy(browser: Browser) -> None:
    account_id = an_account()
    found = browser.tokens()
    for hours in (3, 6, 9, 12):
        clock.shift(hours * 3600)
        found = browser.refresh(found["refresh_token"]).json
    assert living(account_id) == 1
    clock.shift(14 * 3600)
    assert browser.refresh(found["refresh_token"]).json["error"] == "invalid_grant"
    assert living(account_id) == 0


def test_ones_data_hold_everything_but_secrets(browser: Browser) -> None:
    account_id = an_account()
    confirmed(account_id, an_organisation())
    browser.submit("/sso/connexion")
    with transaction() as session:
        begin_second_factor(session, account_id, now=NOW)
    answer = ask(browser, "GET", "/me/data", account_id)
    data = answer.json
    assert (data["email"], data["job_title"]) == (ALAIN, "Conseiller")
    assert data["affiliations"][0]["organisation_name"] == "Structure 0"
    assert data["rights_log"][0]["fact"] == "account opened"
    assert len(data["sign_ins"]) == 1
    assert "argon2" not in answer.text
    assert "secret" not in answer.text


def test_closing_ones_account_takes_the_password_and_forgets_the_person(browser: Browser) -> None:
    account_id = an_account()
    tokens_of_web = browser.tokens()
    fill_in(browser, "/sso/mot-de-passe-oublie", email=ALAIN)
    with transaction() as session:
        begin_second_factor(session, account_id, now=NOW)
    page = "/sso/compte/fermeture"
    assert fill_in(browser, page, password="wrong-password", understood="y").status_code == 422
    assert fill_in(browser, page, password=PASSWORD).status_code == 422
    assert "Votre compte est fermé" in fill_in(browser, page, password=PASSWORD, understood="y").text
    with transaction() as session:
        account = session.execute(select(ACCOUNTS)).one()
        left = [session.scalar(select(func.count()).select_from(table)) for table in (LINKS, SECOND_FACTORS)]
        agents = set(session.scalars(select(SIGN_INS.c.agent)))
    assert (account.email, account.given_name, account.state.value) == (None, "", "closed")
    assert (left, agents) == ([0, 0], {""})
    assert said("account.anonymised.v1") == [{"account_id": str(account_id)}]
    assert browser.refresh(tokens_of_web["refresh_token"]).json["error"] == "invalid_grant"


def test_the_only_referent_of_others_names_another_first(browser: Browser) -> None:
    organisation_id = an_organisation()
    confirmed(an_account(), organisation_id)
    confirmed(an_account("Annie", family_name="Versaire"), organisation_id)
    browser.submit("/sso/connexion")
    answer = fill_in(browser, "/sso/compte/fermeture", password=PASSWORD, understood="y")
    assert (answer.status_code, "autre référent" in answer.text) == (409, True)


def used_last(account_id: UUID, days_ago: int) -> None:
    with transaction() as session:
        at = NOW - timedelta(days=days_ago)
        session.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == account_id).values(last_signed_in_at=at))


def states() -> list[str]:
    with transaction() as session:
        return [state.value for state in session.scalars(select(ACCOUNTS.c.state).order_by(ACCOUNTS.c.id))]


def test_an_unused_account_is_told_once_and_closed_thirty_days_later(app: object) -> None:
    used_last(an_account(), 701)
    used_last(an_account("Annie", family_name="Versaire"), 699)
    for _ in range(2):
        inactivity.run(NOW)
    (notice,) = told("account.inactivity_noticed")
    assert notice["email"] == ALAIN
    inactivity.run(NOW + timedelta(days=29))
    assert states() == ["active", "active"]
    inactivity.run(NOW + timedelta(days=30))
    assert states() == ["closed", "active"]


def test_nobody_is_closed_without_thirty_days_of_notice(app: object) -> None:
    used_last(an_account(), 2_000)
    inactivity.run(NOW)
    inactivity.run(NOW + timedelta(days=29))
    assert states() == ["active"]
    inactivity.run(NOW + timedelta(days=30))
    assert states() == ["closed"]


def test_signing_in_keeps_the_account(browser: Browser) -> None:
    account_id = an_account()
    used_last(account_id, 720)
    inactivity.run(clock.now())
    browser.submit("/sso/connexion")
    inactivity.run(clock.now() + timedelta(days=31))
    assert states() == ["active"]


def test_an_only_referent_is_not_closed_and_stops_nobody(app: object) -> None:
    organisation_id = an_organisation()
    referent, other = an_account(), an_account("Annie", family_name="Versaire")
    confirmed(referent, organisation_id, roles=())
    confirmed(other, organisation_id)
    unused = an_account("Guy", family_name="Rembourg")
    for account_id in (referent, unused):
        used_last(account_id, 800)
    inactivity.run(NOW)
    inactivity.run(NOW + timedelta(days=31))
    assert states() == ["active", "active", "closed"]
